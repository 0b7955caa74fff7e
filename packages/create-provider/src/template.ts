import { cp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProviderNames } from './names.ts';

/** Folders of this package, the same from sources and from the build. */
const TEMPLATE = fileURLToPath(new URL('../template', import.meta.url));
/** Laid over it for a CLI of the author's. */
const FOR_A_COMMAND = fileURLToPath(new URL('../template-command', import.meta.url));

/** npm leaves files of this name out of packages, so the template keeps it without the dot. */
const HIDDEN = 'gitignore';

/** Files that are only read: words in a captured screen are not ours to replace. */
const CAPTURED = `fixtures${path.sep}`;

/** Writes the files of a new provider into a folder. Returns their paths in it. */
export async function writeTemplate(folder: string, names: ProviderNames): Promise<readonly string[]> {
  await cp(TEMPLATE, folder, { recursive: true, filter: isSource });
  if (names.command !== undefined) await cp(FOR_A_COMMAND, folder, { recursive: true, filter: isSource });
  await rename(path.join(folder, HIDDEN), path.join(folder, `.${HIDDEN}`));
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  for (const file of files.filter((name) => !name.includes(CAPTURED))) {
    const text = await readFile(path.join(folder, file), 'utf8');
    await writeFile(path.join(folder, file), replaceNames(text, names));
  }
  return files.sort();
}

/** Puts the names of a provider in the place of those the template has. */
export function replaceNames(text: string, { id, kebab, title, packageName, command }: ProviderNames): string {
  const words: Readonly<Record<string, string>> = {
    'cao-provider-sample-cli': packageName,
    'sample-command': command ?? '',
    'sample-cli': kebab,
    sample_cli: id,
    'Sample CLI': title,
  };
  return text.replace(/cao-provider-sample-cli|sample-command|sample-cli|sample_cli|Sample CLI/g, (word) => {
    return words[word] ?? word;
  });
}

/** In a checkout the template may have been built or installed. */
function isSource(source: string): boolean {
  return !['node_modules', 'dist'].includes(path.basename(source));
}
