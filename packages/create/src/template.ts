import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from './kind.ts';

/** Folders of this package, the same from sources and from the build. */
const TEMPLATES = fileURLToPath(new URL('../templates', import.meta.url));

/** npm leaves files of this name out of packages, so templates keep it without the dot. */
const HIDDEN = 'gitignore';

/** Files that are only read: words in a captured screen are not ours to replace. */
const CAPTURED = `fixtures${path.sep}`;

/** Writes the files of a new package into a folder. Returns their paths in it. */
export async function writeTemplate(folder: string, { layers, words }: Plan): Promise<readonly string[]> {
  for (const layer of layers) await cp(path.join(TEMPLATES, layer), folder, { recursive: true, filter: isSource });
  await rename(path.join(folder, HIDDEN), path.join(folder, `.${HIDDEN}`));
  const written = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const files: string[] = [];
  for (const file of written) files.push(file.includes(CAPTURED) ? file : await renamed(folder, file, words));
  return files.sort();
}

/** Puts the new words into a file and its path. */
async function renamed(folder: string, file: string, words: Plan['words']): Promise<string> {
  const text = await readFile(path.join(folder, file), 'utf8');
  await writeFile(path.join(folder, file), replaceWords(text, words));
  const place = replaceWords(file, words);
  if (place === file) return file;
  await mkdir(path.dirname(path.join(folder, place)), { recursive: true });
  await rename(path.join(folder, file), path.join(folder, place));
  return place;
}

/** Longer words first: one may be part of another. */
export function replaceWords(text: string, words: Plan['words']): string {
  const known = Object.keys(words).toSorted((one, other) => other.length - one.length);
  return text.replaceAll(new RegExp(known.join('|'), 'g'), (word) => words[word] ?? word);
}

/** In a checkout a template may have been built or installed. */
function isSource(source: string): boolean {
  return !['node_modules', 'dist'].includes(path.basename(source));
}
