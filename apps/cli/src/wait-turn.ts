import { caoError, isClientError, type CaoClient } from '@cao/client';
import type { Terminal, Turn } from '@cao/contracts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { showProgress } from './live-line.ts';
import { questionText } from './question.ts';

/** Seconds for one answer of an agent, unless the user says otherwise. */
export const DEFAULT_TIMEOUT_S = 300;

/** Seconds an agent may take to start: the slowest CLIs load plugins and servers first. */
export const READY_TIMEOUT_S = 120;

export interface TurnWait {
  readonly terminal: Pick<Terminal, 'id' | 'session_name'>;
  readonly turnId: string;
  readonly timeoutS: number;
}

/** Waits for one turn and prints how it ended: the reply on stdout, everything else on stderr. Resolves with the exit code. */
export async function waitForTurn(client: CaoClient, wait: TurnWait, io: Io): Promise<number> {
  const { terminal, turnId, timeoutS } = wait;
  const stop = showProgress(client, terminal.id, io);
  try {
    const turn = await io.interruptible((signal) => client.turns.wait(turnId, { timeoutMs: timeoutS * 1000, signal }));
    stop();
    return await report(client, turn, wait, io);
  } catch (error) {
    stop();
    if (!io.interrupted() || !isClientError(error) || error.code !== 'cancelled') throw error;
    io.out(line(await lastResponse(client, terminal.id)));
    io.err(`Stopped waiting; the agent goes on. See: cao session status ${terminal.session_name}\n`);
    return EXIT.interrupted;
  } finally {
    stop();
  }
}

/** Waits until an agent can take input, asks something, or has ended. Throws `timeout`. */
export async function waitUntilReady(client: CaoClient, id: string, io: Io): Promise<Terminal> {
  const stop = showProgress(client, id, io);
  try {
    return await io.interruptible((signal) =>
      client.terminals.waitReady(id, { timeoutMs: READY_TIMEOUT_S * 1000, signal }),
    );
  } finally {
    stop();
  }
}

/** What an agent said last; empty when it said nothing yet. */
export async function lastResponse(client: CaoClient, id: string): Promise<string> {
  try {
    return (await client.terminals.output(id, 'last')).output;
  } catch (error) {
    if (isClientError(error)) return '';
    throw error;
  }
}

async function report(client: CaoClient, turn: Turn, { terminal, timeoutS }: TurnWait, io: Io): Promise<number> {
  const see = `See: cao session status ${terminal.session_name}`;
  switch (turn.state) {
    case 'completed':
      io.out(line(turn.reply ?? (await lastResponse(client, terminal.id))));
      return EXIT.ok;
    case 'needs_input':
      io.err(questionText(turn.question, terminal));
      return EXIT.question;
    case 'failed':
      throw caoError('worker_failed', `The agent reported an error: ${turn.error ?? 'no reason given'}`, { hint: see });
    case 'interrupted':
      throw caoError('cancelled', `The agent was interrupted before it answered`, { hint: see });
    case 'lost':
      throw caoError('terminal_gone', `The message was lost: ${turn.error ?? 'the agent ended'}`, { hint: see });
    default:
      io.err(
        `Error: Timed out after ${timeoutS}s waiting for terminal ${terminal.id}; the agent is still running.\n${see}\n`,
      );
      return EXIT.timeout;
  }
}

function line(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
