import path from 'node:path';
import { isClientError } from '@cao/client';
import { addressOf, homeOf } from '../config.ts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { probe } from '../server/probe.ts';
import { json } from '../text.ts';
import { VERSION } from '../version.ts';

interface Inside {
  /** Null when the server cannot say. */
  readonly session: string | null;
  readonly terminal: string;
  readonly terminals: number | null;
  readonly problem: string | null;
}

export const info = defineCommand({
  description:
    'Shows where CAO keeps things, whether its server runs, and the session you are in when you are inside one. Never fails because the server is away.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao info' }, { command: 'cao info --json' }],
  async run({ options }, io) {
    const home = homeOf(io);
    const { url } = await addressOf(io);
    const found = await probe(url);
    const inside = await whereAmI(io);
    const database = path.join(home, 'db', 'cao.sqlite');
    if (options.json) {
      io.out(json({ version: VERSION, home, database, server: { url, running: found.state === 'up' }, inside }));
      return EXIT.ok;
    }
    const server = found.state === 'up' ? `${url} (pid ${found.health.pid})` : `not running on ${url}`;
    io.out(`Version:       ${VERSION}\nHome:          ${home}\nDatabase path: ${database}\nServer:        ${server}\n`);
    io.out(insideText(inside));
    return EXIT.ok;
  },
});

/** Every agent knows its own id, and nothing else. */
async function whereAmI(io: Io): Promise<Inside | null> {
  const terminal = io.env['CAO_TERMINAL_ID'] ?? '';
  if (!/^[a-f0-9]{8}$/.test(terminal)) return null;
  try {
    const client = await connect(io);
    const { session_name: session } = await client.terminals.get(terminal);
    const { terminals } = await client.sessions.get(session);
    return { session, terminal, terminals: terminals.length, problem: null };
  } catch (error) {
    if (!isClientError(error)) throw error;
    return { session: null, terminal, terminals: null, problem: error.message };
  }
}

function insideText(inside: Inside | null): string {
  if (inside === null) return 'Not currently in a CAO session.\n';
  if (inside.problem === null) {
    return `Session ID:    ${inside.session}\nTerminal ID:   ${inside.terminal}\nActive terminals: ${inside.terminals}\n`;
  }
  return `Terminal ID:   ${inside.terminal}\nWarning: its session cannot be found: ${printable(inside.problem)}\n`;
}
