import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CaoError } from '@cao/contracts';
import { findCheckout, readManifest, withDependencies, type Checkout } from './checkout.ts';
import { dropDependency, resolveDependencies, wantedOf, type CaoPackages } from './manifest.ts';
import type { Asked, Plan } from './kind.ts';
import { KINDS, type KindName } from './kinds.ts';
import { pack } from './pack.ts';
import { writeTemplate } from './template.ts';

export interface CreateOptions extends Asked {
  readonly kind: KindName;
  /** Folder of the package, absolute. Made when it does not exist; must be empty when it does. */
  readonly directory: string;
  /** Told what takes a moment. */
  readonly onProgress?: (text: string) => void;
}

export interface CreatedPackage extends Pick<Plan, 'packageName' | 'next'> {
  readonly kind: KindName;
  readonly name: string;
  readonly directory: string;
  /** Paths in the folder. */
  readonly files: readonly string[];
  /** CAO's own packages lie in the folder, packed from the checkout that made it. */
  readonly vendored: boolean;
}

const VENDOR = 'vendor';
const OWN_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** The folder a package gets when nobody names one. Throws as `createPackage` does. */
export function usualFolder(kind: KindName, asked: Asked): string {
  return KINDS[kind].plan(asked).folder;
}

/**
 * Writes a new package. It is made beside its place and copied there when it is complete, so that nothing half done is left
 * behind. Throws `invalid_input` for names that cannot be, and `conflict` for a folder that has something in it.
 */
export async function createPackage(options: CreateOptions): Promise<CreatedPackage> {
  const { kind, name, directory, onProgress = () => undefined } = options;
  const plan = KINDS[kind].plan(options);
  mustBeFree(directory);
  const draft = await draftBeside(directory);
  try {
    const files = await writeTemplate(draft, plan);
    for (const unused of plan.without) await dropDependency(draft, unused);
    const wanted = await wantedOf(draft);
    const checkout = findCheckout(realpathSync(OWN_FOLDER));
    const vendored = checkout !== undefined && wanted.length > 0;
    if (vendored) onProgress('Packing the SDK of this checkout …');
    const from = vendored ? await fromCheckout(wanted, checkout, draft) : fromNpm(wanted);
    await resolveDependencies(draft, from);
    // Copied, not renamed: the folder may exist, and somebody's shell may stand in it. Made first: the draft is its user's alone.
    await mkdir(directory, { recursive: true });
    await cp(draft, directory, { recursive: true });
    const { packageName, next } = plan;
    return {
      kind,
      name,
      packageName,
      directory,
      files: [...files, ...Object.values(from.tarballs)].sort(),
      vendored,
      next,
    };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function draftBeside(directory: string): Promise<string> {
  const parent = path.dirname(directory);
  try {
    await mkdir(parent, { recursive: true });
    return await mkdtemp(path.join(parent, `.${path.basename(directory)}-`));
  } catch (error) {
    throw new CaoError('invalid_input', `Nothing can be written in ${parent}: ${(error as Error).message}`, {
      hint: 'Choose another folder with --dir.',
      cause: error,
    });
  }
}

function mustBeFree(directory: string): void {
  if (!existsSync(directory)) return;
  if (statSync(directory).isDirectory() && readdirSync(directory).length === 0) return;
  throw new CaoError('conflict', `${directory} exists and is not empty; nothing was written.`, {
    hint: 'Choose another folder with --dir, or remove that one.',
  });
}

/** Published together, CAO's packages have one version. */
function fromNpm(wanted: readonly string[]): CaoPackages {
  return { ranges: rangesOf(wanted), tarballs: {} };
}

/** CAO's packages are on no registry while they are developed: the new package carries them along. */
async function fromCheckout(wanted: readonly string[], checkout: Checkout, folder: string): Promise<CaoPackages> {
  const vendor = path.join(folder, VENDOR);
  await mkdir(vendor);
  const tarballs: Record<string, string> = {};
  for (const name of withDependencies(wanted, checkout)) {
    tarballs[name] = `${VENDOR}/${await pack(name, checkout, vendor)}`;
  }
  return { ranges: rangesOf(wanted), tarballs };
}

function rangesOf(names: readonly string[]): Record<string, string> {
  const { version } = readManifest(OWN_FOLDER);
  return Object.fromEntries(names.map((name) => [name, `^${version}`]));
}
