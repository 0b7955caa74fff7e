// Checks every public package as npm users would get it.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
let problems = 0;

for (const group of ['packages', 'providers', 'plugins', 'apps']) {
  for (const name of readdirSync(join(ROOT, group))) {
    const pkgDir = join(ROOT, group, name);
    const manifest = JSON.parse(readFileSync(join(pkgDir, 'package.json'), 'utf8'));
    if (manifest.private) continue;
    const { messages } = await publint({ pkgDir, strict: true, pack: false });
    for (const message of messages) {
      problems += 1;
      process.stdout.write(`${manifest.name}: ${formatMessage(message, manifest)}\n`);
    }
  }
}

process.exit(problems === 0 ? 0 : 1);
