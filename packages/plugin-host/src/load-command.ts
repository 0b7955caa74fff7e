import { COMMAND_BRAND, PLUGIN_API_VERSION, type Command } from '@cao/plugin-sdk';
import { CaoError } from '@cao/contracts';
import { z } from 'zod';
import type { CommandFile } from './discover.ts';
import { messageOf } from './finding-book.ts';
import { load } from './load.ts';
import { guardExit, type Exits } from './plugin/guard-exit.ts';

/** Somebody looks at an empty line. */
const IMPORT_MS = 5000;

const text = z.string().min(1).max(4000);
const word = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of an option');

const CommandShape = z.looseObject({
  description: text,
  arguments: z.array(z.object({ name: text, help: text, optional: z.boolean().optional() })).optional(),
  options: z
    .record(
      word,
      z.object({
        type: z.enum(['flag', 'text', 'list', 'count']),
        help: text,
        value: text.optional(),
        required: z.boolean().optional(),
        short: z
          .string()
          .regex(/^[a-z]$/i, 'must be one letter')
          .optional(),
      }),
    )
    .optional(),
  examples: z.array(z.object({ command: text, note: text.optional() })).min(1, 'needs an example'),
  exits: z.record(z.string().regex(/^\d{1,3}$/), text).optional(),
  run: z.custom<Command['run']>((value) => typeof value === 'function', 'must be a function'),
}) as unknown as z.ZodType<Command>;

const WANTED = { name: 'command', brand: COMMAND_BRAND, version: PLUGIN_API_VERSION, shape: CommandShape };

/** Imports a command. Throws `plugin_failed`, with the package's name, also when its module hangs or ends the program. */
export async function loadCommand(entry: CommandFile, exits: Exits, limitMs: number = IMPORT_MS): Promise<Command> {
  let ended: Error | undefined;
  const release = guardExit(exits, (call) => (ended = call) !== undefined);
  try {
    const command = await load(entry.file, WANTED, limitMs);
    if (ended !== undefined) throw ended;
    return command;
  } catch (error) {
    const what = ended === undefined ? messageOf(error) : 'its module ends the program that loads it';
    throw new CaoError('plugin_failed', `Command ${entry.name} of ${entry.package} cannot be loaded: ${what}`, {
      hint: `Update or remove the package: cao plugin list`,
      cause: error,
    });
  } finally {
    release();
  }
}
