import { caoError, type CaoClient } from '@cao/client';
import type { SessionDetail, Terminal, TerminalRow, Wait } from '@cao/contracts';

const PREFIX = 'cao-';

/** Session names are meant with their prefix; leaving it out is forgiven. */
export function fullSessionName(name: string): string {
  return name.startsWith(PREFIX) ? name : PREFIX + name;
}

/** The terminal that took the user's instructions; the first one where the server does not mark it. */
export function conductorOf<T extends Pick<Terminal, 'role'>>(terminals: readonly T[]): T | undefined {
  return terminals.find(({ role }) => role === 'conductor') ?? terminals[0];
}

export interface FoundTerminal {
  /** With its prefix. */
  readonly session: string;
  readonly target: TerminalRow;
  readonly terminals: readonly TerminalRow[];
  readonly waits: readonly Wait[];
}

/** A terminal of a session: the one with this id, or the conductor. */
export async function findTerminal(client: CaoClient, session: string, id: string | undefined): Promise<FoundTerminal> {
  const name = fullSessionName(session);
  // A server of an earlier version says nothing of waits.
  const { terminals, waits = [] } = (await client.sessions.get(name)) as Partial<SessionDetail> &
    Pick<SessionDetail, 'terminals'>;
  const target = id === undefined ? conductorOf(terminals) : terminals.find((terminal) => terminal.id === id);
  if (target !== undefined) return { session: name, target, terminals, waits };
  if (id === undefined) throw caoError('not_found', `No terminals found for session '${name}'`);
  throw caoError('not_found', `Terminal ${id} does not belong to session '${name}'`, {
    hint: `'cao session status ${name} --workers' lists its terminals.`,
  });
}

const TERMINAL_ID = /^[a-f0-9]{8}$/;

/** What a person typed where either a session or a terminal is meant. */
export async function findSessionOrTerminal(client: CaoClient, word: string): Promise<Terminal> {
  if (TERMINAL_ID.test(word)) return client.terminals.get(word);
  return (await findTerminal(client, word, undefined)).target;
}
