import { readFileSync } from 'node:fs';

export const SESSION = 'f2946a26-3735-4b08-8d05-c928010302d5';

/** Hooks of one session in the order they fire. */
export function hooks(): readonly Record<string, unknown>[] {
  return lines('fixtures/records/hooks.jsonl');
}

/** The log of a session with a plain turn, one with a tool, a cancelled one, and one after it. */
export function log(): readonly Record<string, unknown>[] {
  return lines('fixtures/records/session.jsonl');
}

function lines(file: string): readonly Record<string, unknown>[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
