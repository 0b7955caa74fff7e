import { caoError, isClientError, type CaoClient } from '@cao/client';
import type { Terminal } from '@cao/contracts';
import { runAttach } from '../attach/run-attach.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { questionText } from '../question.ts';
import { styleFor } from '../style.ts';
import { READY_TIMEOUT_S, waitForTurn, waitUntilReady } from '../wait-turn.ts';

export interface LaunchStart {
  readonly terminal: Terminal;
  readonly message: string | undefined;
  /** Wait for the answer to `message`. */
  readonly wait: boolean;
  readonly timeoutS: number;
}

/** What follows a launch in the background: nothing, or the message and its answer. */
export async function startHeadless(client: CaoClient, start: LaunchStart, io: Io): Promise<number> {
  const { terminal, message } = start;
  if (message === undefined) return EXIT.ok;
  const ready = await readyOrLate(client, terminal.id, io);
  if (ready === undefined) {
    io.err(`Error: Conductor ${terminal.id} did not become ready within ${READY_TIMEOUT_S}s; it is still starting.\n`);
    io.err(`See: cao terminal explain ${terminal.id}\n`);
    return EXIT.timeout;
  }
  if (!ready.ready && ready.status === 'waiting_user_answer') {
    io.err(questionText(ready.question, terminal));
    io.err(`The message was not sent. After the answer: cao session send ${terminal.session_name} MESSAGE\n`);
    return EXIT.question;
  }
  requireReady(ready);
  const { turn_id: turnId } = await client.terminals.input(terminal.id, { message });
  if (!start.wait) {
    io.out(`Message sent to ${terminal.name}. Running in background.\n`);
    return EXIT.ok;
  }
  return waitForTurn(client, { terminal, turnId, timeoutS: start.timeoutS }, io);
}

/**
 * Attaches once the agent is ready: attaching resizes it, and some CLIs then lose what was typed while they start.
 * One that asks something or is late is attached to as it is, so that its user sees why.
 */
export async function startAttached(client: CaoClient, start: LaunchStart, io: Io): Promise<number> {
  const { terminal, message } = start;
  const ready = await readyOrLate(client, terminal.id, io);
  if (ready === undefined) {
    const style = styleFor(io.stderr, io.env);
    io.err(style.yellow(`Warning: the agent is not ready after ${READY_TIMEOUT_S}s; attaching anyway.\n`));
  } else if (ready.exit_reason !== null) requireReady(ready);

  const stop = new AbortController();
  const sent = message === undefined ? Promise.resolve() : sendWhenReady(client, terminal.id, message, stop.signal);
  if (ready?.ready === true) await sent;
  // Told after the attach; until then nobody may take it for forgotten.
  sent.catch(() => undefined);
  const code = await runAttach(client, terminal, false, io);
  stop.abort();
  try {
    await sent;
  } catch (error) {
    if (!isClientError(error) || error.code !== 'cancelled') throw error;
    io.err('The message was not sent: the agent did not become ready.\n');
  }
  return code;
}

/** Undefined when the time is up. */
async function readyOrLate(client: CaoClient, id: string, io: Io): Promise<Terminal | undefined> {
  try {
    return await waitUntilReady(client, id, io);
  } catch (error) {
    if (isClientError(error) && error.code === 'timeout') return undefined;
    throw error;
  }
}

function requireReady(terminal: Terminal): void {
  if (terminal.ready) return;
  const how = terminal.exit_code === null ? '' : ` (exit code ${terminal.exit_code})`;
  throw caoError('launch_failed', `The agent ended while it was starting${how}: ${terminal.status_reason}`, {
    hint: `See: cao terminal explain ${terminal.id}`,
  });
}

/** Milliseconds: whoever attached may take any time to answer what the agent asks first. */
const PATIENCE_MS = 24 * 3600 * 1000;
/** Milliseconds between looks while the agent asks something: a person is reading it. */
const LOOK_AGAIN_MS = 1000;

async function sendWhenReady(client: CaoClient, id: string, message: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const terminal = await client.terminals.waitReady(id, { timeoutMs: PATIENCE_MS, signal });
    if (terminal.ready || terminal.exit_reason !== null) break;
    await pauseUnless(signal);
  }
  await client.terminals.input(id, { message }, { signal });
}

function pauseUnless(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, LOOK_AGAIN_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(caoError('cancelled', 'The wait was cancelled'));
    });
  });
}
