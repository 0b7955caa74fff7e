import {
  CaoError,
  type CaoEvent,
  type Job,
  type Message,
  type Terminal,
  type TerminalRow,
  type Turn,
} from '@cao/contracts';
import type { Engine, ToolCall, ToolHost } from '@cao/engine';
import { createFakeFlows } from './fake-flows.ts';

const AT = '2026-06-01T09:15:30.000Z';

export const CONDUCTOR = 'aaaaaaaa';
export const WORKER = 'bbbbbbbb';
export const STRANGER = 'cccccccc';
export const OWNER_TOKEN = 'owner-token';
export const tokenOf = (terminalId: string): string => `agent-${terminalId}`;

export const TURN_ID = 't_0000000000000001';
export const JOB_ID = 'j_0000000000000001';

function terminal(id: string, session: string, role: Terminal['role'], caller: string | null): Terminal {
  return {
    id,
    name: `developer-${id.slice(0, 4)}`,
    provider: 'mock_cli',
    session_name: session,
    agent_profile: 'developer',
    allowed_tools: ['*'],
    status: 'idle',
    last_active: AT,
    role,
    caller_id: caller,
    working_directory: '/project',
    created_at: AT,
    status_since: AT,
    status_reason: 'screen: prompt',
    ready: true,
    question: null,
    tool_restriction: 'none',
    exit_code: null,
    exit_reason: null,
    pending_messages: 0,
  };
}

const job = (callerId: string | null): Job => ({
  id: JOB_ID,
  type: 'handoff',
  state: 'running',
  caller_id: callerId,
  session_name: 'cao-one',
  agent_profile: 'developer',
  provider: 'mock_cli',
  message: 'build it',
  working_directory: '/project',
  terminal_id: WORKER,
  turn_id: TURN_ID,
  timeout: 600,
  output: null,
  error: null,
  question: null,
  created_at: AT,
  started_at: AT,
  ended_at: null,
});

export const turn = (state: Turn['state']): Turn => ({
  id: TURN_ID,
  terminal_id: WORKER,
  seq: 1,
  origin: 'user',
  sender_id: 'user',
  text: 'hello',
  state,
  question: null,
  reply: state === 'completed' ? 'hi' : null,
  reply_source: null,
  error: null,
  submitted_at: AT,
  accepted_at: null,
  ended_at: null,
});

export interface FakeEngine extends Engine {
  /** What was asked of the use cases that do something, as `name(arguments)`. */
  readonly calls: string[];
  emit(type: CaoEvent['type'], session?: string, terminalId?: string, data?: CaoEvent['data']): CaoEvent;
  /** Ends every wait for a turn. */
  finishTurn(): void;
  /** Thrown by the next use case. */
  failure: Error | undefined;
  readonly subscribers: number;
  readonly viewers: FakeViewer[];
  readonly tool: { result: (text: string) => void; started: ToolCall[] };
}

export interface FakeViewer {
  readonly options: Parameters<Engine['terminals']['attach']>[1];
  readonly log: string[];
}

/** Two sessions: a conductor with its worker, and a stranger. Nothing runs; every act is written down. */
export function createFakeEngine(): FakeEngine {
  const terminals = new Map([
    [CONDUCTOR, terminal(CONDUCTOR, 'cao-one', 'conductor', null)],
    [WORKER, terminal(WORKER, 'cao-one', 'worker', CONDUCTOR)],
    [STRANGER, terminal(STRANGER, 'cao-two', 'conductor', null)],
  ]);
  const calls: string[] = [];
  const events: CaoEvent[] = [];
  const listeners = new Set<(event: CaoEvent) => void>();
  const viewers: FakeViewer[] = [];
  const started: ToolCall[] = [];
  let turnState: Turn['state'] = 'working';
  let wakeTurn: () => void = () => undefined;
  let answerTool: (text: string) => void = () => undefined;
  let failure: Error | undefined;

  function note<T>(name: string, args: readonly unknown[], value: T): T {
    if (failure !== undefined) throw failure;
    calls.push(`${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
    return value;
  }
  function get(id: string): Terminal {
    const found = terminals.get(id);
    if (found === undefined) throw new CaoError('not_found', `Terminal '${id}' not found`);
    return found;
  }
  const row = (value: Terminal): TerminalRow => ({
    ...value,
    tmux_session: value.session_name,
    tmux_window: value.name,
  });
  const sessionRow = (name: string): ReturnType<Engine['sessions']['get']>['session'] => ({
    id: name,
    name,
    status: 'detached',
    working_directory: '/project',
    agent_profile: 'developer',
    created_at: AT,
    terminal_count: 1,
  });
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new CaoError('not_found', what);
    return value;
  };
  const message = (request: { senderId: string; receiverId: string; message: string }): Message => ({
    id: 7,
    sender_id: request.senderId,
    receiver_id: request.receiverId,
    message: request.message,
    orchestration_type: 'send_message',
    status: 'pending',
    reason: null,
    attempts: 0,
    turn_id: null,
    created_at: AT,
    delivered_at: null,
  });

  const toolHost = (name: string): ToolHost => ({
    call(request) {
      const call: ToolCall = {
        id: 'c_0000000000000001',
        terminalId: request.terminalId,
        rpcId: request.rpcId,
        progressToken: request.progressToken,
        startedAt: Date.now(),
        result: new Promise((resolve) => {
          answerTool = (content) => resolve({ content, isError: false });
        }),
        onProgress: () => () => undefined,
        delivered: () => void calls.push('delivered'),
        disconnected: () => undefined,
      };
      started.push(call);
      return note(`${name}.call`, [request], call);
    },
    listed: (terminalId) => note(`${name}.listed`, [terminalId], undefined),
    others: async () => [],
    resume: (id, terminalId) => started.find((call) => call.id === id && call.terminalId === terminalId),
  });

  return {
    calls,
    viewers,
    get subscribers() {
      return listeners.size;
    },
    get failure() {
      return failure;
    },
    set failure(error) {
      failure = error;
    },
    tool: { result: (text) => answerTool(text), started },
    emit(type, session = 'cao-one', terminalId = WORKER, data = {}) {
      const event = { id: events.length + 1, type, at: AT, session_name: session, terminal_id: terminalId, data };
      events.push(event);
      for (const listener of listeners) listener(event);
      return event;
    },
    finishTurn() {
      turnState = 'completed';
      wakeTurn();
    },
    sessions: {
      create: async (request) => note('sessions.create', [request], get(CONDUCTOR)),
      list: () => [sessionRow('cao-one'), sessionRow('cao-two')],
      get(name) {
        const members = [...terminals.values()].filter((value) => value.session_name === name).map(row);
        return {
          session: found(members[0] && sessionRow(name), `Session '${name}' not found`),
          terminals: members,
          labels: { github: 'acme/shop#12' },
          waits: [],
        };
      },
      remove: async (name) => note('sessions.remove', [name], { success: true, deleted: [name], errors: [] }),
    },
    terminals: {
      create: async (session, request) => note('terminals.create', [session, request], get(WORKER)),
      get,
      listBySession: (name) => [...terminals.values()].filter((value) => value.session_name === name),
      explain: async (id) => note('terminals.explain', [id], { terminal_id: id } as never),
      capture: async (id) => note('terminals.capture', [id], { signals: [] } as never),
      screen: async (id) => note('terminals.screen', [id], { lines: ['$'], faint: [] } as never),
      input: async (id, request) => note('terminals.input', [id, request], turn('submitted')),
      key: async (id, key) => note('terminals.key', [id, key], undefined),
      answer: async (id, answer) => note('terminals.answer', [id, answer], undefined),
      interrupt: async (id) => note('terminals.interrupt', [id], undefined),
      output: async (id, mode) => note('terminals.output', [id, mode], { output: 'hi', mode }),
      workingDirectory: async (id) => note('terminals.workingDirectory', [id], '/project'),
      exit: async (id) => note('terminals.exit', [id], undefined),
      resume: async (id) => note('terminals.resume', [id], get(id)),
      remove: async (id) => note('terminals.remove', [id], undefined),
      async attach(id, options) {
        get(id);
        const log: string[] = [];
        viewers.push({ options, log });
        return note('terminals.attach', [id, options.control], {
          write: (data) => void log.push(`write ${Buffer.from(data).toString('utf8')}`),
          resize: (size) => void log.push(`resize ${size.cols}x${size.rows}`),
          control: (take, size) => void log.push(`control ${take} ${JSON.stringify(size)}`),
          ack: (bytes) => void log.push(`ack ${bytes}`),
          detach: () => void log.push('detach'),
        });
      },
      waitReady: async (id, { timeoutMs }) => note('terminals.waitReady', [id, timeoutMs], get(id)),
    },
    turns: {
      get: (id) => found(id === TURN_ID ? turn(turnState) : undefined, `Turn '${id}' not found`),
      list: (terminalId, limit) => note('turns.list', [terminalId, limit], [turn(turnState)]),
      wait: (id, { timeoutMs, signal }) =>
        note(
          'turns.wait',
          [id, timeoutMs],
          new Promise<Turn>((resolve) => {
            wakeTurn = () => resolve(turn(turnState));
            signal?.addEventListener('abort', () => resolve(turn(turnState)), { once: true });
          }),
        ),
    },
    inbox: {
      send: async (request) => note('inbox.send', [request], message(request)),
      list: (receiverId, options) =>
        note('inbox.list', [receiverId, options], [message({ senderId: 'user', receiverId, message: 'm' })]),
    },
    jobs: {
      create: ({ callerId, ...request }) => note('jobs.create', [callerId, request], job(callerId ?? null)),
      get: (id) => found(id === JOB_ID ? job(CONDUCTOR) : undefined, `Job '${id}' not found`),
      list: (options) => note('jobs.list', [options], []),
      wait: async (id, { timeoutMs }) => note('jobs.wait', [id, timeoutMs], job(CONDUCTOR)),
      cancel: async (id) => note('jobs.cancel', [id], { ...job(CONDUCTOR), state: 'cancelled' }),
    },
    flows: createFakeFlows(note),
    tools: toolHost('tools'),
    operatorTools: toolHost('operatorTools'),
    profiles: {
      list: async () => [{ name: 'developer', description: 'writes code', source: 'built-in' }],
      get: async (name) => note('profiles.get', [name], { name, description: '', system_prompt: '' }),
      install: async (request) =>
        note('profiles.install', [request], {
          success: true,
          message: '',
          agent_name: request.source,
          provider: 'kiro_cli',
          context_file: '/context',
          agent_file: null,
          unresolved_vars: null,
          source_kind: 'name',
          advisories: [],
        }),
    },
    providers: {
      list: async () => [],
      check: async (id) => note('providers.check', [id], []),
      unusable: async () => note('providers.unusable', [], []),
    },
    memory: { context: async (id) => note('memory.context', [id], '<cao-memory>\n- [global] a: b\n</cao-memory>') },
    skills: { get: async (name) => note('skills.get', [name], { name, content: '# Skill' }) },
    events: {
      lastId: () => events.length,
      since: (after, { limit, terminalId, sessionName }) =>
        events
          .filter((event) => event.id > after)
          .filter((event) => terminalId === undefined || event.terminal_id === terminalId)
          .filter((event) => sessionName === undefined || event.session_name === sessionName)
          .slice(0, limit),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    tokens: {
      identify(token) {
        if (token === OWNER_TOKEN) return { kind: 'owner' };
        const id = token.replace('agent-', '');
        return token.startsWith('agent-') && terminals.has(id) ? { kind: 'agent', terminalId: id } : undefined;
      },
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
}
