import type { Capture } from '@cao/client';

/** Fields of a reading that a case states; one that the provider did not read is `null`: absent on purpose. */
const FIELDS = ['state', 'question', 'dialog', 'outcome', 'composer'] as const;

/** What the person who looks at the screen says of it. */
export interface Seen {
  readonly state?: string | undefined;
  readonly note?: string | undefined;
}

/** The files of one case, as `@cao/provider-sdk/testing` reads them. */
export function caseFiles(capture: Capture, { state, note }: Seen): Readonly<Record<string, string>> {
  const { screen, signals } = capture;
  const expected = expectedOf(capture, state);
  return {
    'screen.txt': screenText(screen.lines),
    'meta.json': `${JSON.stringify(metaOf(capture, note))}\n`,
    'expected.json': `${JSON.stringify(expected, null, 2)}\n`,
    ...(signals.length > 0 ? { 'signals.jsonl': signals.map((line) => `${JSON.stringify(line)}\n`).join('') } : {}),
  };
}

/** All that was read. Of a screen that was read wrongly the rest cannot be right either: it then says the state alone. */
function expectedOf({ reading, reply, events }: Capture, state: string | undefined): Record<string, unknown> {
  // No event at all means that the hooks are not understood yet.
  const told = events.length > 0 ? { events } : {};
  if (state !== undefined && state !== reading.state) return { state, ...told };
  return { ...Object.fromEntries(FIELDS.map((field) => [field, reading[field] ?? null])), reply, ...told };
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
