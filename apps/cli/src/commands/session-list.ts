import { isClientError, type CaoClient } from '@cao/client';
import type { SessionRow, TerminalRow } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { conductorOf } from '../target.ts';
import { json, table } from '../text.ts';

interface Row {
  readonly session: string;
  readonly conductor: {
    readonly id: string;
    readonly agent_profile: string | null;
    readonly provider: string;
    readonly status: string;
  } | null;
  readonly terminal_count: number;
}

export const sessionList = defineCommand({
  description: 'Lists active sessions with their conductor and its status.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao session list' }, { command: 'cao session list --json' }],
  async run({ options }, io) {
    const client = await connect(io);
    const sessions = await client.sessions.list();
    const read = await Promise.all(sessions.map((session) => readRow(client, session)));
    const rows = read.filter((row) => row !== undefined);
    if (options.json) io.out(json(rows));
    else if (rows.length === 0) io.out('No active sessions\n');
    else {
      const cells = rows.map(({ session, conductor, terminal_count: count }) => [
        session,
        conductor?.id ?? 'N/A',
        conductor?.status ?? 'N/A',
        count,
      ]);
      io.out(table(['SESSION', 'CONDUCTOR', 'STATUS', 'TERMINALS'], [25, 12, 15, 10], cells));
    }
    return EXIT.ok;
  },
});

/** Undefined when it has just ended. One that cannot be read is shown without its conductor: it must not hide the others. */
async function readRow(client: CaoClient, session: SessionRow): Promise<Row | undefined> {
  try {
    const { terminals } = await client.sessions.get(session.name);
    const conductor = conductorOf(terminals);
    return {
      session: session.name,
      conductor: conductor === undefined ? null : brief(conductor),
      terminal_count: terminals.length,
    };
  } catch (error) {
    if (!isClientError(error) || error.code === 'unauthorized') throw error;
    if (error.code === 'not_found') return undefined;
    return { session: session.name, conductor: null, terminal_count: session.terminal_count };
  }
}

function brief({ id, agent_profile, provider, status }: TerminalRow): NonNullable<Row['conductor']> {
  return { id, agent_profile, provider, status };
}
