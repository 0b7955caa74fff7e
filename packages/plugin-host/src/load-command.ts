import type { PluginCommand } from '@cao/plugin-sdk';
import type { CommandEntry } from './discover.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { load } from './load.ts';
import { guardExit, type Exits } from './plugin/guard-exit.ts';
import { WANTED_COMMAND } from './shapes.ts';

/** Imports a command, which may not end the process by that. Throws an Error that says what is wrong with it. */
export async function loadCommand(entry: CommandEntry, exits: Exits): Promise<PluginCommand> {
  const release = guardExit(exits, (call) => call.stack?.includes(entry.directory) === true);
  try {
    return await load(entry.file, WANTED_COMMAND, DEFAULT_LIMITS.importMs);
  } finally {
    release();
  }
}
