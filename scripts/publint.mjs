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
    for (const message of messages.filter((one) => !isOfTemplate(one))) {
      problems += 1;
      process.stdout.write(`${manifest.name}: ${formatMessage(message, manifest)}\n`);
    }
  }
}

/** A template becomes a package where it is written; inside ours nobody resolves it. */
function isOfTemplate({ code, args }) {
  return code === 'NESTED_PACKAGE_JSON_FIELD_IGNORED' && args.filePath.startsWith('./templates/');
}

process.exit(problems === 0 ? 0 : 1);
