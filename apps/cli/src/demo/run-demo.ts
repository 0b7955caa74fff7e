import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { caoError, isClientError, type CaoClient } from '@cao/client';
import type { Terminal } from '@cao/contracts';
import { printable } from '../errors.ts';
import type { Io } from '../io.ts';
import { questionText } from '../question.ts';
import { READY_TIMEOUT_S } from '../wait-turn.ts';
import { createDemoScreen } from './screen.ts';
import { failedJob, failureOf, isQuiet, type Snapshot } from './team.ts';
import { watchSession } from './watch.ts';

export interface DemoTask {
  readonly provider: string;
  readonly task: string;
  /** Words that a complete result contains. */
  readonly expected: readonly string[];
  readonly limitMs: number;
}

/** Milliseconds for ending the session; its agents get a few seconds each to leave. */
const END_MS = 60_000;

/** Plays the task in a session of its own, in a folder of its own, and leaves neither behind. Resolves with the result. */
export async function runDemo(client: CaoClient, task: DemoTask, io: Io): Promise<string> {
  const session = `cao-demo-${randomBytes(3).toString('hex')}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'cao-demo-'));
  let result: string;
  try {
    result = await io.interruptible((signal) => playInTime(client, task, { session, folder, signal }, io));
  } catch (error) {
    // What went wrong first is what the user must hear.
    await endSession(client, session).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  await endSession(client, session);
  await rm(folder, { recursive: true, force: true });
  return result;
}

interface Place {
  readonly session: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function playInTime(client: CaoClient, task: DemoTask, at: Place, io: Io): Promise<string> {
  const limit = AbortSignal.timeout(task.limitMs);
  try {
    return await play(client, task, { ...at, signal: AbortSignal.any([at.signal, limit]) }, io);
  } catch (error) {
    if (!limit.aborted || at.signal.aborted) throw error;
    throw caoError('timeout', `The demo was not done within ${task.limitMs / 1000} s`);
  }
}

async function play(client: CaoClient, task: DemoTask, at: Place, io: Io): Promise<string> {
  const { session, folder, signal } = at;
  const conductor = await client.sessions.create(
    {
      agent_profile: 'code_supervisor',
      provider: task.provider,
      session_name: session,
      working_directory: folder,
      yolo: true,
    },
    { signal, timeoutMs: READY_TIMEOUT_S * 1000 },
  );
  io.out(`Session ${session}: ${conductor.agent_profile ?? 'agent'} on ${task.provider}, in ${folder}\n\n`);
  const screen = createDemoScreen(client, session, io);
  try {
    let given = false;
    const giving = giveTask(client, conductor, task.task, signal).then(() => (given = true));
    const last = await watchSession(client, {
      session,
      signal,
      also: giving,
      onSnapshot: (snapshot) => screen.snapshot(snapshot),
      onEvent: (event) => screen.event(event),
      done: (snapshot) => isStuck(snapshot) || (given && isQuiet(snapshot)),
    });
    screen.close();
    return resultOf(last, task);
  } finally {
    screen.close();
  }
}

async function giveTask(client: CaoClient, conductor: Terminal, message: string, signal: AbortSignal): Promise<void> {
  const ready = await client.terminals.waitReady(conductor.id, { timeoutMs: READY_TIMEOUT_S * 1000, signal });
  if (!ready.ready) throw caoError('not_ready', `The conductor cannot start: ${ready.status_reason}`);
  await client.terminals.input(conductor.id, { message }, { signal });
}

/** It cannot go on by itself: something failed, or somebody asks a person. */
function isStuck(snapshot: Snapshot): boolean {
  return failureOf(snapshot) !== undefined || asking(snapshot) !== undefined;
}

function asking({ detail }: Snapshot) {
  return detail.terminals.find(({ status }) => status === 'waiting_user_answer');
}

function resultOf(snapshot: Snapshot, task: DemoTask): string {
  const failure = failureOf(snapshot);
  if (failure !== undefined) throw caoError('worker_failed', `The demo failed: ${printable(failure)}`);
  const asks = asking(snapshot);
  if (asks !== undefined) {
    throw caoError('worker_needs_input', `The demo stopped at a question`, { hint: questionText(asks.question, asks) });
  }
  const result = snapshot.turn?.reply ?? '';
  const missing = task.expected.filter((part) => !result.includes(part));
  if (missing.length === 0 && result !== '') return result;
  const reason = failedJob(snapshot) ?? (result === '' ? 'it is empty' : `without ${missing.join(', ')}`);
  throw caoError('worker_failed', `The result is incomplete: ${printable(reason)}`, {
    hint: `The conductor said: ${printable(result)}`,
  });
}

/** Also after Ctrl-C and failures; a session that never came to be is fine. */
async function endSession(client: CaoClient, session: string): Promise<void> {
  try {
    const { success, errors } = await client.sessions.remove(session, { timeoutMs: END_MS });
    if (!success) throw caoError('internal', `The session could not be ended: ${printable(errors.join('; '))}`);
  } catch (error) {
    if (!isClientError(error) || error.code !== 'not_found') throw error;
  }
}
