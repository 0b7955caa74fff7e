import type { MemoryScope, MemoryType } from '@cao/contracts';
import { stampOf } from './topic.ts';

const TITLE = '# CAO Memory Index';
const UPDATED = /^<!-- Updated: .* -->$/;
const TOKENS_PER_WORD = 1.3;

export interface IndexLine {
  readonly key: string;
  readonly type: MemoryType;
  readonly tags: string;
  readonly content: string;
  readonly updatedAt: number;
}

export interface IndexChange {
  readonly scope: MemoryScope;
  /** From the page: `session/cao-x/key.md`. */
  readonly file: string;
  readonly at: number;
  /** Undefined takes the file off the page. */
  readonly line?: IndexLine | undefined;
}

/** The readable list of a container, after one change. CAO (Python) reads it; lines we do not know stay as they are. */
export function changeIndex(text: string, { scope, file, at, line }: IndexChange): string {
  const kept = text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .filter((row) => row !== TITLE && !UPDATED.test(row) && !row.includes(`](${file})`));
  const sections = sectionsOf(kept);
  if (line !== undefined) {
    const rows = sections.get(scope) ?? [];
    sections.set(scope, [...rows, rowOf(file, line)]);
  }
  const blocks = [...sections].flatMap(([name, rows]) =>
    name === '' ? rows : rows.length === 0 ? [] : [`\n## ${name}`, ...rows],
  );
  return [TITLE, `<!-- Updated: ${stampOf(at)} -->`, ...blocks, ''].join('\n');
}

function sectionsOf(rows: readonly string[]): Map<string, string[]> {
  const sections = new Map<string, string[]>([['', []]]);
  let current = '';
  for (const row of rows) {
    const heading = /^## (\S+)\s*$/.exec(row)?.[1];
    if (heading !== undefined) {
      current = heading;
      if (!sections.has(current)) sections.set(current, []);
    } else if (row.trim() !== '') sections.get(current)?.push(row);
  }
  return sections;
}

function rowOf(file: string, { key, type, tags, content, updatedAt }: IndexLine): string {
  const tokens = Math.trunc(content.split(/\s+/).length * TOKENS_PER_WORD);
  return `- [${key}](${file}) — type:${type} tags:${tags} ~${tokens}tok updated:${stampOf(updatedAt)}`;
}
