import type { Capture } from '@cao/client';

/** Fields of a reading that a case states; one that the provider did not read is `null`: absent on purpose. */
const FIELDS = ['state', 'question', 'dialog', 'outcome', 'composer'] as const;

/** The files of one case, as `@cao/provider-sdk/testing` reads them. */
export function caseFiles(capture: Capture, note: string | undefined): Readonly<Record<string, string>> {
  const { screen, signals, reading, reply, events } = capture;
  const expected = {
    ...Object.fromEntries(FIELDS.map((field) => [field, reading[field] ?? null])),
    reply,
    ...(signals.length > 0 ? { events } : {}),
  };
  return {
    'screen.txt': screenText(screen.lines),
    'meta.json': `${JSON.stringify(metaOf(capture, note))}\n`,
    'expected.json': `${JSON.stringify(expected, null, 2)}\n`,
    ...(signals.length > 0 ? { 'signals.jsonl': signals.map((line) => `${JSON.stringify(line)}\n`).join('') } : {}),
  };
}

function metaOf({ provider, version, prompt, screen }: Capture, note: string | undefined): Record<string, unknown> {
  const { cols, rows, cursor, title, alternate, bracketedPaste, faint } = screen;
  return {
    cli: version === null ? provider : `${provider} ${version}`,
    ...(note === undefined ? {} : { note }),
    cols,
    rows,
    cursor,
    title,
    alternate,
    bracketedPaste,
    faint,
    ...(prompt === null ? {} : { prompt }),
    ...(version === null ? {} : { facts: { version } }),
  };
}

/** Rows below the last one with text are no part of the file: `rows` says how many there were. */
function screenText(lines: readonly string[]): string {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return lines
    .slice(0, last + 1)
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
