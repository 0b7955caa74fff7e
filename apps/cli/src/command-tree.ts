import { defineCommand, type CommandDef, type SubCommandsDef } from 'citty';
import type { CommandEntry } from './command-entry.ts';

/** Runs one leaf with the words behind its name. */
export type Leaf = (entry: CommandEntry, words: readonly string[]) => Promise<void>;

/**
 * The table of commands as citty runs it: groups by their first word, each leaf loaded only when it runs. Words behind a leaf are
 * parsed by its own spec, since citty takes unknown options for known ones and a typing error must not be ignored.
 */
export function commandTree(entries: readonly CommandEntry[], leaf: Leaf): CommandDef {
  return defineCommand({ meta: { name: 'cao' }, subCommands: level(entries, 0, leaf) });
}

function level(entries: readonly CommandEntry[], depth: number, leaf: Leaf): SubCommandsDef {
  // Without a prototype: `cao constructor` is no command.
  const commands: SubCommandsDef = Object.create(null) as SubCommandsDef;
  for (const name of new Set(entries.map(({ path }) => path[depth] ?? ''))) {
    const below = entries.filter(({ path }) => path[depth] === name);
    const [entry] = below.filter(({ path }) => path.length === depth + 1);
    commands[name] = entry
      ? defineCommand({ meta: { name, description: entry.summary }, run: ({ rawArgs }) => leaf(entry, rawArgs) })
      : defineCommand({ meta: { name }, subCommands: level(below, depth + 1, leaf) });
  }
  return commands;
}
