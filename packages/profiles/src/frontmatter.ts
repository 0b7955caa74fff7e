import { LineCounter, isMap, parseDocument, type Document } from 'yaml';

/** A Markdown file cut at its front matter. */
export interface MarkdownFile {
  /** The front matter as plain data; an empty object when there is none. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Broken YAML or a front matter that is not a map, with lines of the file. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  /** Line of the file where the value at this path stands; of its nearest parent when the value is missing. */
  lineOf(path: readonly PropertyKey[]): number;
}

const FENCE = /^---[ \t]*$/m;

export function parseMarkdown(text: string): MarkdownFile {
  const clean = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const cut = cutFrontMatter(clean);
  if (cut === undefined) return { data: {}, body: clean.trim(), problems: [], lineOf: () => 1 };

  const lines = new LineCounter();
  const document = parseDocument(cut.yaml, { lineCounter: lines, uniqueKeys: true });
  // The opening fence is line 1 of the file, so line 1 of the YAML is line 2.
  const lineAt = (offset: number): number => lines.linePos(offset).line + 1;
  const problems = document.errors.map((error) => ({
    line: lineAt(error.pos[0]),
    message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'broken YAML',
  }));
  if (problems.length === 0 && document.contents !== null && !isMap(document.contents)) {
    problems.push({ line: 2, message: 'expected `key: value` lines' });
  }
  return {
    data: problems.length === 0 ? ((document.toJS() as Record<string, unknown> | null) ?? {}) : {},
    body: cut.body.trim(),
    problems,
    lineOf: (path) => lineOfPath(document, path, lineAt),
  };
}

function cutFrontMatter(text: string): { yaml: string; body: string } | undefined {
  const opening = /^---[ \t]*\n/.exec(text);
  if (opening === null) return undefined;
  const rest = text.slice(opening[0].length);
  const closing = FENCE.exec(rest);
  if (closing === null) return undefined;
  return { yaml: rest.slice(0, closing.index), body: rest.slice(closing.index + closing[0].length) };
}

function lineOfPath(document: Document, path: readonly PropertyKey[], lineAt: (offset: number) => number): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return lineAt(start);
  }
  return 1;
}
