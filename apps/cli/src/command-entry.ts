import type { Command } from './command.ts';

/** One command by name. Its file is loaded only when it runs or shows its help, which keeps `cao` quick to start. */
export interface CommandEntry {
  readonly path: readonly [string, ...string[]];
  readonly summary: string;
  /** A second name, left out of the list of commands. */
  readonly hidden?: boolean;
  /** The package that brings it; absent for CAO's own. */
  readonly from?: string;
  load(): Promise<Command>;
}

export type Load = CommandEntry['load'];

export function entry(words: string, summary: string, load: Load, hidden = false): CommandEntry {
  const [first = '', ...rest] = words.split(' ');
  return { path: [first, ...rest], summary, load, ...(hidden && { hidden }) };
}
