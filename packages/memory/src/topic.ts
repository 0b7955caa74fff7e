import { MemoryType } from '@cao/contracts';

/** What one file says: the fact as it is now, and what is known about it. */
export interface Topic {
  /** Empty for a file that somebody wrote by hand. */
  readonly id: string;
  readonly type: MemoryType;
  readonly tags: string;
  /** The newest entry. */
  readonly content: string;
  /** Milliseconds; undefined in a file without entries. */
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
}

export interface TopicHeader {
  readonly id: string;
  readonly scope: string;
  readonly type: MemoryType;
  readonly tags: string;
}

const HEADER = /^<!--\s*(id:.*?)\s*-->[ \t]*$/m;
const ENTRY = /^## (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))[ \t]*$/gm;
/** A line of a fact that would pass for the head of an entry. Markdown shows it the same with its marks escaped. */
const LIKE_ENTRY = /^## (?=\d{4}-\d\d-\d\dT)/gm;
const ESCAPED = /^\\#\\# (?=\d{4}-\d\d-\d\dT)/gm;

/** Reads a file of CAO or CAO (Python), and as much as there is of any other. Never throws. */
export function parseTopic(text: string): Topic {
  const clean = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const fields = headerFields(clean);
  const entries = [...clean.matchAll(ENTRY)];
  const newest = entries.at(-1);
  const body = newest === undefined ? withoutHead(clean) : clean.slice(newest.index + newest[0].length);
  const type = MemoryType.safeParse(fields.get('type'));
  return {
    id: fields.get('id') ?? '',
    type: type.success ? type.data : 'project',
    tags: fields.get('tags') ?? '',
    content: body.replaceAll(ESCAPED, '## ').trim(),
    createdAt: timeOf(entries[0]),
    updatedAt: timeOf(newest),
  };
}

/** A file with its first entry. */
export function newTopic(key: string, header: TopicHeader, entry: { at: number; content: string }): string {
  return `# ${key}\n${headerLine(header)}\n${entryText(entry)}`;
}

/** The file with one more entry; what it says about itself is what the newest entry says. */
export function appendEntry(text: string, header: TopicHeader, entry: { at: number; content: string }): string {
  const clean = text.replaceAll('\r\n', '\n').trimEnd();
  const line = headerLine(header, headerFields(clean));
  const head = HEADER.exec(clean);
  const whole =
    head === null
      ? clean.replace(/^(# .*\n|)/, (title) => `${title}${line}\n`)
      : clean.slice(0, head.index) + line + clean.slice(head.index + head[0].length);
  return `${whole}\n${entryText(entry)}`;
}

/** UTC in seconds: `2026-04-16T10:30:00Z`. */
export function stampOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function entryText({ at, content }: { at: number; content: string }): string {
  return `\n## ${stampOf(at)}\n${content.replaceAll(LIKE_ENTRY, '\\#\\# ')}\n`;
}

/** Fields that we do not know are kept: a newer program may have written them. */
function headerLine(header: TopicHeader, before: ReadonlyMap<string, string> = new Map()): string {
  const fields = new Map(before);
  for (const [name, value] of Object.entries(header)) fields.set(name, value as string);
  return `<!-- ${[...fields].map(([name, value]) => `${name}: ${value}`.trimEnd()).join(' | ')} -->`;
}

function headerFields(text: string): Map<string, string> {
  const [, inner = ''] = HEADER.exec(text) ?? [];
  const pairs = inner.split('|').flatMap((part): [string, string][] => {
    const [, name, value] = /^\s*([a-z_]+):\s*(.*?)\s*$/.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return new Map(pairs);
}

function withoutHead(text: string): string {
  return text.replace(/^# .*\n?/, '').replace(HEADER, '');
}

function timeOf(entry: RegExpMatchArray | undefined): number | undefined {
  const at = Date.parse(entry?.[1] ?? '');
  return Number.isNaN(at) ? undefined : at;
}
