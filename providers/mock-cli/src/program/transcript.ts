import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { appendLine } from './hooks.ts';

/** A turn that has ended, as the agent remembers it. */
export interface PastTurn {
  readonly prompt: string;
  readonly answer: string;
}

/** Prompts the agent still waits for, and what it does with them; see EXPECT. */
export interface Expectation {
  readonly count: number;
  readonly template: string;
  readonly bodies: readonly string[];
  /** Answer of the turn that began to wait. */
  readonly previous: string;
}

export interface Memory {
  readonly turns: readonly PastTurn[];
  /** Turns ever begun, forgotten ones too: the last number given. */
  readonly seq: number;
  readonly expectation: Expectation | undefined;
}

export const NO_MEMORY: Memory = { turns: [], seq: 0, expectation: undefined };

export type TranscriptRecord =
  | { readonly type: 'session'; readonly session_id: string; readonly cwd: string }
  | { readonly type: 'user'; readonly turn: string; readonly text: string }
  | { readonly type: 'assistant'; readonly turn: string; readonly text: string }
  | { readonly type: 'error'; readonly turn: string; readonly text: string }
  | { readonly type: 'interrupted'; readonly turn: string }
  | { readonly type: 'expect'; readonly expectation: Expectation | null }
  | { readonly type: 'clear' };

export interface Transcript {
  readonly path: string;
  append(record: TranscriptRecord): void;
}

export function transcriptPath(home: string, sessionId: string): string {
  return path.join(home, 'sessions', `${sessionId}.jsonl`);
}

export function openTranscript(file: string, now: () => number): Transcript {
  return {
    path: file,
    append: (record) => {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      appendLine(file, { ...record, at: now() });
    },
  };
}

/** What an earlier process remembered; undefined when there was none. A line cut by a crash is skipped. */
export function readMemory(file: string): Memory | undefined {
  if (!existsSync(file)) return undefined;
  const turns: PastTurn[] = [];
  let prompt = '';
  let seq = 0;
  let expectation: Expectation | undefined;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const record = parse(line);
    if (record?.type === 'user') {
      prompt = record.text;
      seq += 1;
    }
    if (record?.type === 'assistant') turns.push({ prompt, answer: record.text });
    if (record?.type === 'error' || record?.type === 'interrupted') turns.push({ prompt, answer: '' });
    if (record?.type === 'expect') expectation = record.expectation ?? undefined;
    if (record?.type === 'clear') {
      turns.length = 0;
      expectation = undefined;
    }
  }
  return { turns, seq, expectation };
}

function parse(line: string): TranscriptRecord | undefined {
  try {
    return JSON.parse(line) as TranscriptRecord;
  } catch {
    return undefined;
  }
}
