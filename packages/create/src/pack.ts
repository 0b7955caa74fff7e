import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CaoError } from '@cao/contracts';
import { readManifest, type Checkout } from './checkout.ts';

/** Packing takes half a second; a minute is a machine that stands still. */
const PACK_LIMIT_MS = 60_000;

/**
 * Packs one package of the checkout as it would be published. Returns the tarball's file name. pnpm does it, since npm would
 * leave `workspace:` and `catalog:` in the manifest.
 */
export async function pack(name: string, checkout: Checkout, destination: string): Promise<string> {
  const folder = checkout.packages.get(name) ?? '';
  if (!existsSync(path.join(folder, 'dist'))) {
    throw new CaoError('internal', `${name} is not built, so it cannot be packed.`, {
      hint: `Run in ${checkout.root}: npm run build`,
    });
  }
  const pnpm = path.join(checkout.root, 'node_modules/pnpm/bin/pnpm.cjs');
  const args = [pnpm, 'pack', '--pack-destination', destination];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: PACK_LIMIT_MS });
  } catch (error) {
    throw new CaoError('internal', `${name} could not be packed: ${(error as Error).message}`, {
      hint: `Install the checkout first, in ${checkout.root}: npm test`,
      cause: error,
    });
  }
  const { version } = readManifest(folder);
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}
