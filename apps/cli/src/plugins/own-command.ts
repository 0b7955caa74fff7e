import { caoError, isClientError, type CaoClient } from '@cao/client';
import type { Command as PackageCommand, CommandApi } from '@cao/plugin-sdk';
import type { Command } from '../command.ts';
import { connect } from '../connect.ts';
import { Exit } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';

const MAX_EXIT_CODE = 255;

/** A package's command as one of ours: parsed, explained, interrupted and failing the same way. */
export function ownCommand(command: PackageCommand, from: string): Command {
  const { description, arguments: args = [], options = {}, examples, exits } = command;
  return {
    description: `${description}\n(from the package ${from})`,
    arguments: args,
    options,
    examples,
    ...(exits !== undefined && { exits }),
    run: (input, io) =>
      io.interruptible(async (signal) => {
        try {
          const code: unknown = await command.run({
            args: input.args,
            // Their kinds of values are some of ours, and the parser has filled exactly what they declare.
            options: input.options as Parameters<PackageCommand['run']>[0]['options'],
            api: apiOf(io, signal),
            out: (text) => io.out(text),
            err: (text) => io.err(text),
            style: styleFor(io.stdout, io.env),
            cwd: io.cwd,
            signal,
          });
          return exitCode(code);
        } catch (error) {
          if (signal.aborted) throw new Exit(EXIT.interrupted);
          if (isClientError(error)) throw error;
          const said = error instanceof Error ? error.message : String(error);
          throw caoError('plugin_failed', `${from}: ${said}`, { cause: error });
        }
      }),
  };
}

function exitCode(code: unknown): number {
  if (code === undefined) return EXIT.ok;
  if (typeof code === 'number' && Number.isInteger(code) && code >= 0 && code <= MAX_EXIT_CODE) return code;
  throw new Error(`it ended with ${JSON.stringify(code)}, which is no exit code`);
}

/** Connects at the first call: a command may work without a server. */
function apiOf(io: Io, signal: AbortSignal): CommandApi {
  let client: Promise<CaoClient> | undefined;
  const request: CommandApi['request'] = async (method, path, { body } = {}) => {
    if (!path.startsWith('/')) throw new Error(`the path of the API must begin with a slash, not ${path}`);
    client ??= connect(io);
    return (await client).request(method, path, { signal, ...(body !== undefined && { body }) });
  };
  return {
    request,
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, { body }),
  };
}
