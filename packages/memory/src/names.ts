import { createHash } from 'node:crypto';
import { CaoError, MAX_MEMORY_BYTES } from '@cao/contracts';

const MAX_KEY = 60;
const KEY_WORDS = 6;
const MAX_TAGS = 20;
const MAX_TAG = 50;

/** A key as it names a file, whatever was given: CAO (Python) reads keys the same way, so both find the same file. */
export function keyOf(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const key = slug(last);
  if (key !== '') return key;
  throw new CaoError('invalid_input', `${JSON.stringify(given.slice(0, 80))} leaves nothing of a key.`, {
    hint: 'A key is 1 to 60 lower-case letters, digits and -.',
  });
}

/** A key for a fact nobody named: its first words, or a number where they have no letters a key can have. */
export function keyFrom(content: string): string {
  const key = slug(content.trim().split(/\s+/, KEY_WORDS).join('-'));
  return key === '' ? `note-${createHash('sha256').update(content).digest('hex').slice(0, 8)}` : key;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '')
    .replaceAll(/-+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, MAX_KEY);
}

/** A session or profile name as folder name; the rule of CAO (Python). */
export function scopeIdOf(name: string): string {
  const id = name
    .replaceAll(/[^A-Za-z0-9_-]/g, '')
    .replaceAll(/-+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '');
  return id === '' ? 'unknown' : id;
}

/** Tags without anything that would break the lines they stand in. */
export function tagsOf(given: string): string {
  const tags = given
    .split(',')
    .map((tag) =>
      tag
        .trim()
        .replaceAll(/[\s|<>\p{C}]+/gu, '-')
        .slice(0, MAX_TAG),
    )
    .filter((tag) => tag !== '');
  return [...new Set(tags)].slice(0, MAX_TAGS).join(',');
}

/** The text of a fact as it is kept: line ends of one kind, no control characters, bounded. Throws for nothing and for too much. */
export function contentOf(given: string): string {
  const content = given
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
  if (content === '') throw new CaoError('invalid_input', 'There is nothing to remember: the content is empty.');
  if (Buffer.byteLength(content) <= MAX_MEMORY_BYTES) return content;
  throw new CaoError('too_large', `A memory has at most ${MAX_MEMORY_BYTES} bytes.`, {
    hint: 'Keep the conclusion, and the path of a file that has the rest.',
  });
}
