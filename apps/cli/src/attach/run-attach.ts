import type { CaoClient, WebSocketConstructor } from '@cao/client';
import { caoError } from '@cao/client';
import type { Terminal } from '@cao/contracts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { attachTerminal, type AttachEnd } from './attach.ts';
import { DETACH_KEYS } from './prefix-keys.ts';

/** Attaching draws on a terminal and reads its keys: both ends must be one. */
export function requireTerminal(io: Io, instead: string): void {
  if (io.stdin.isTTY === true && io.stdout.isTTY) return;
  throw caoError('invalid_input', 'Attaching needs a terminal on stdin and stdout', { hint: instead });
}

/** A client that can open the terminal WebSocket. */
export async function connectForAttach(io: Io): Promise<CaoClient> {
  const { WebSocket } = await import('ws');
  return connect(io, { WebSocket: WebSocket as unknown as WebSocketConstructor });
}

/** Attaches, and says before how to leave and afterwards how it ended. Resolves with the exit code. */
export async function runAttach(
  client: CaoClient,
  terminal: Pick<Terminal, 'id' | 'name' | 'session_name'>,
  readOnly: boolean,
  io: Io,
): Promise<number> {
  const mode = readOnly ? ' (read-only)' : '';
  io.err(`Attaching to ${terminal.name} in ${terminal.session_name}${mode}. Leave with ${DETACH_KEYS}.\n`);
  const end = await attachTerminal(client, { terminalId: terminal.id, readOnly }, io);
  io.err(`${farewell(end, terminal.id)}\n`);
  return EXIT.ok;
}

function farewell(end: AttachEnd, id: string): string {
  if (end.type === 'exited') return `The agent of terminal ${id} ended (exit code ${end.exitCode ?? 'unknown'}).`;
  if (end.type === 'removed') return `Terminal ${id} was removed.`;
  return `Left terminal ${id}; the agent goes on. Come back with: cao attach ${id}`;
}
