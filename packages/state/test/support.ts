import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  openState,
  type CallRecord,
  type FlowRecord,
  type FlowRunRecord,
  type JobRecord,
  type MessageRecord,
  type SessionRecord,
  type State,
  type TerminalRecord,
  type TurnRecord,
} from '../src/index.ts';

/** A fixed clock: nothing in the state may depend on when the test runs. */
export const NOW = 1_000_000;

/** A folder that goes with the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cao-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function open(path: string = join(tempFolder(), 'cao.db')): State {
  const state = openState({ path, now: () => NOW });
  onTestFinished(() => state.close());
  return state;
}

/** A state with one session and one terminal in it. */
export function openWithTerminal(path?: string) {
  const state = open(path);
  const session = addSession(state);
  const terminal = addTerminal(state, session.id, 'aaaaaaaa');
  return { state, session, terminal };
}

export function addSession(state: State, fields: Partial<SessionRecord> = {}): SessionRecord {
  const name = fields.name ?? 'cao-demo';
  return state.sessions.insert({ name, workingDirectory: '/project', env: {}, createdAt: NOW, ...fields });
}

export function addTerminal(
  state: State,
  sessionId: number,
  id: string,
  fields: Partial<TerminalRecord> = {},
): TerminalRecord {
  return state.terminals.insert({
    id,
    sessionId,
    name: `developer-${id.slice(0, 4)}`,
    provider: 'mock_cli',
    agentProfile: 'developer',
    role: 'worker',
    callerId: null,
    workingDirectory: '/project',
    allowedTools: ['fs_read'],
    toolGrant: ['*'],
    autoApprove: false,
    model: null,
    launch: {},
    conversationId: null,
    transcriptPath: null,
    lifecycle: 'running',
    exitCode: null,
    exitReason: null,
    epoch: 1,
    offsets: {},
    belief: null,
    createdAt: NOW,
    readyAt: null,
    memoryTurn: null,
    lastActive: NOW,
    deletedAt: null,
    ...fields,
  });
}

export function addTurn(state: State, terminalId: string, id: string, fields: Partial<TurnRecord> = {}): TurnRecord {
  return state.turns.insert({
    id,
    terminalId,
    origin: 'user',
    senderId: 'user',
    text: 'hello',
    prompt: 'hello',
    state: 'submitted',
    attempts: 0,
    nativeId: null,
    question: null,
    reply: null,
    replySource: null,
    error: null,
    submittedAt: NOW,
    acceptedAt: null,
    endedAt: null,
    ...fields,
  });
}

export function addMessage(state: State, receiverId: string, message: string, createdAt: number = NOW): MessageRecord {
  return state.messages.insert({
    senderId: 'bbbbbbbb',
    receiverId,
    message,
    orchestrationType: 'send_message',
    createdAt,
  });
}

export function addJob(state: State, id: string, fields: Partial<JobRecord> = {}): JobRecord {
  return state.jobs.insert({
    id,
    type: 'handoff',
    state: 'queued',
    callerId: null,
    sessionName: 'cao-demo',
    agentProfile: 'developer',
    provider: 'mock_cli',
    message: 'do it',
    workingDirectory: '/project',
    terminalId: null,
    turnId: null,
    timeout: 600,
    deadlineAt: null,
    output: null,
    errorCode: null,
    errorMessage: null,
    question: null,
    createdAt: NOW,
    startedAt: null,
    endedAt: null,
    ...fields,
  });
}

export function addCall(state: State, terminalId: string, id: string, fields: Partial<CallRecord> = {}): CallRecord {
  return state.calls.insert({
    id,
    terminalId,
    rpcId: '1',
    progressToken: null,
    tool: 'handoff',
    argsHash: 'h1',
    args: {},
    jobId: null,
    result: null,
    createdAt: NOW,
    endedAt: null,
    deliveredAt: null,
    ...fields,
  });
}

export function addFlow(state: State, name: string, fields: Partial<FlowRecord> = {}): FlowRecord {
  return state.flows.insert({
    name,
    filePath: `/flows/${name}.md`,
    ownsFile: false,
    schedule: '0 9 * * *',
    timeZone: null,
    agentProfile: 'developer',
    provider: null,
    script: null,
    workingDirectory: null,
    overlap: 'skip',
    missed: 'run',
    enabled: true,
    lastRunAt: null,
    nextRunAt: NOW,
    createdAt: NOW,
    ...fields,
  });
}

export function addFlowRun(
  state: State,
  id: string,
  flowName: string,
  fields: Partial<FlowRunRecord> = {},
): FlowRunRecord {
  return state.flowRuns.insert({
    id,
    flowName,
    trigger: 'schedule',
    state: 'running',
    reason: null,
    errorCode: null,
    errorMessage: null,
    prompt: null,
    sessionName: null,
    terminalId: null,
    turnId: null,
    dueAt: NOW,
    startedAt: NOW,
    endedAt: null,
    ...fields,
  });
}
