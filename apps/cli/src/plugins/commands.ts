import { caoError, isClientError } from '@cao/client';
import type { CommandContext, PluginCommand } from '@cao/plugin-sdk';
import type { Brought } from '@cao/server/brought';
import type { Command } from '../command.ts';
import type { CommandEntry } from '../command-entry.ts';
import { homeOf } from '../config.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { isColourful } from '../style.ts';
import { broughtTo } from './brought.ts';

type Found = Brought['commands'][number];

/** The commands that packages bring. A file of theirs is loaded only when its command runs or shows its help. */
export async function pluginCommands(io: Io): Promise<readonly CommandEntry[]> {
  const { commands } = await broughtTo(homeOf(io));
  return commands.map((found) => ({
    path: [found.name],
    summary: found.summary,
    from: found.package,
    load: () => loaded(found),
  }));
}

async function loaded(found: Found): Promise<Command> {
  const { loadCommand } = await import('@cao/server/brought');
  const command = await loadCommand(found, process).catch((error: unknown) => {
    throw failureOf(found, error);
  });
  return {
    description: command.description,
    arguments: command.arguments ?? [],
    options: command.options ?? {},
    examples: command.examples,
    async run(input, io) {
      try {
        return (await command.run(input as Parameters<PluginCommand['run']>[0], contextOf(io))) ?? EXIT.ok;
      } catch (error) {
        throw failureOf(found, error);
      }
    },
  };
}

function contextOf(io: Io): CommandContext {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await connect(io)).request(method, path, body);
  return {
    api: {
      get: (path) => ask('GET', path),
      post: (path, body) => ask('POST', path, body),
      delete: (path) => ask('DELETE', path),
    },
    out: (text) => io.out(text),
    err: (text) => io.err(text),
    color: isColourful(io.stdout, io.env),
    env: io.env,
    home: homeOf(io),
    cwd: io.cwd,
  };
}

/** What the server says is said as it is; everything else with the package it comes from. */
function failureOf({ name, package: from }: Found, error: unknown): Error {
  if (isClientError(error)) return error;
  const what = error instanceof Error ? error.message : String(error);
  return caoError('plugin_failed', what, {
    hint: `That is the command '${name}' of ${from}. cao plugin info ${from} tells more of it.`,
  });
}
