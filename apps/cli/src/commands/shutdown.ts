import { caoError, isClientError, type CaoClient } from '@cao/client';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';
import { fullSessionName } from '../target.ts';

/** Milliseconds for one session: each of its agents may take a few seconds to leave. */
const SHUTDOWN_MS = 120_000;

export const shutdown = defineCommand({
  description: 'Ends one session or all of them, with every agent in them.',
  arguments: [],
  options: {
    session: { type: 'text', value: 'NAME', help: 'end this session', complete: 'session' },
    all: { type: 'flag', help: 'end all sessions' },
  },
  examples: [{ command: 'cao shutdown --session cao-my-task' }, { command: 'cao shutdown --all' }],
  async run({ options }, io) {
    if (options.all === (options.session !== undefined)) {
      throw caoError(
        'invalid_input',
        options.all ? 'Give --all or --session NAME, not both' : 'Give --all or --session NAME',
      );
    }
    const client = await connect(io);
    const names =
      options.session === undefined
        ? (await client.sessions.list()).map(({ name }) => name)
        : [fullSessionName(options.session)];
    if (names.length === 0) io.out('No cao sessions found to shutdown\n');
    let failed = false;
    for (const name of names) failed = !(await end(client, name, io)) || failed;
    return failed ? EXIT.failed : EXIT.ok;
  },
});

/** Tells how it went; false when something of the session is left. One failure does not keep the others running. */
async function end(client: CaoClient, name: string, io: Io): Promise<boolean> {
  const style = styleFor(io.stdout, io.env);
  try {
    const { success, errors } = await client.sessions.remove(name, { timeoutMs: SHUTDOWN_MS });
    if (success && errors.length === 0) {
      io.out(`${style.green('✓')} Shutdown session '${name}'\n`);
      return true;
    }
    io.err(`Error: Session '${name}' was not ended completely: ${printable(errors.join('; '))}\n`);
  } catch (error) {
    if (!isClientError(error) || error.code === 'unavailable') throw error;
    if (error.code === 'not_found') {
      io.err(`Session '${name}' already removed\n`);
      return true;
    }
    io.err(`Error: Session '${name}': ${printable(error.message)}\n`);
  }
  return false;
}
