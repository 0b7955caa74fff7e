import type { Job, JobState, Terminal, Turn, TurnState } from '@cao/contracts';
import { followEvents } from './events.ts';
import { caoError, isClientError } from './errors.ts';
import { createRequester, DEFAULT_TIMEOUT_MS, type CallOptions } from './request.ts';
import { openSocket, type WebSocketConstructor } from './socket.ts';
import type { CaoClient, FlowCalls, TerminalCalls } from './types.ts';
import { waitFor } from './wait.ts';

export interface ClientOptions {
  /** `http://127.0.0.1:9889`; trailing slashes do not matter. */
  readonly baseUrl: string;
  readonly token?: string | undefined;
  readonly fetch?: typeof fetch;
  readonly WebSocket?: WebSocketConstructor;
  /** Milliseconds for each call that does not wait; 30 s unless given. */
  readonly timeoutMs?: number;
}

const ENDED_TURN: readonly TurnState[] = ['needs_input', 'completed', 'failed', 'interrupted', 'lost'];
const ENDED_JOB: readonly JobState[] = ['needs_input', 'succeeded', 'failed', 'timed_out', 'cancelled'];

/**
 * The typed client of the server, for the command line, the dashboard and tests.
 *
 * @example
 * const client = createClient({ baseUrl: 'http://127.0.0.1:9889', token });
 * const terminal = await client.sessions.create({ agent_profile: 'developer' });
 * const { turn_id } = await client.terminals.input(terminal.id, { message: 'Say hello' });
 * const turn = await client.turns.wait(turn_id, { timeoutMs: 600_000 });
 */
export function createClient(options: ClientOptions): CaoClient {
  const request = createRequester({
    baseUrl: options.baseUrl,
    token: options.token,
    // Called unbound: browsers refuse a fetch whose `this` is not the window.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  });
  const get = <T>(path: string, call?: CallOptions, query?: Record<string, string | number | undefined>): Promise<T> =>
    request.json<T>('GET', path, { ...call, ...(query !== undefined && { query }) });
  const post = <T>(path: string, body: unknown, call?: CallOptions): Promise<T> =>
    request.json<T>('POST', path, { ...call, body });
  const remove = <T>(path: string, call?: CallOptions): Promise<T> => request.json<T>('DELETE', path, call);

  return {
    baseUrl: request.baseUrl,
    request: (method, path, call) => request.json(method, path, call),
    health: (call) => get('/health', call),
    sessions: {
      create: (body, call) => post('/sessions', body, call),
      list: (call) => get('/sessions', call),
      get: (name, call) => get(`/sessions/${segment(name)}`, call),
      remove: (name, call) => remove(`/sessions/${segment(name)}`, call),
      terminals: (name, call) => get(`/sessions/${segment(name)}/terminals`, call),
    },
    terminals: terminalCalls(get, post, remove),
    turns: {
      get: (id, call) => get(`/turns/${segment(id)}`, call),
      wait: (id, wait) =>
        waitFor<Turn>(
          ({ waitS, timeoutMs }) => get(`/turns/${segment(id)}`, { ...signalOf(wait), timeoutMs }, { wait: waitS }),
          (turn) => ENDED_TURN.includes(turn.state),
          wait,
        ),
    },
    inbox: {
      send: (id, body, call) => post(`/terminals/${segment(id)}/inbox/messages`, body, call),
      list: (id, call) =>
        get(`/terminals/${segment(id)}/inbox/messages`, call, { limit: call?.limit, status: call?.status }),
    },
    jobs: {
      create: (body, call) => post('/jobs', body, call),
      get: (id, call) => get(`/jobs/${segment(id)}`, call),
      list: (call) =>
        get('/jobs', call, { caller_id: call?.callerId, session_name: call?.sessionName, limit: call?.limit }),
      wait: (id, wait) =>
        waitFor<Job>(
          ({ waitS, timeoutMs }) => get(`/jobs/${segment(id)}`, { ...signalOf(wait), timeoutMs }, { wait: waitS }),
          (job) => ENDED_JOB.includes(job.state),
          wait,
        ),
      cancel: (id, call) => remove(`/jobs/${segment(id)}`, call),
    },
    flows: flowCalls(get, post, remove),
    profiles: {
      list: (call) => get('/agents/profiles', call),
      get: (name, call) => get(`/agents/profiles/${segment(name)}`, call),
    },
    providers: {
      list: (call) => get('/agents/providers', call),
      check: (id, call) => get('/agents/providers/check', call, { provider: id }),
      unusable: (call) => get('/agents/providers/unusable', call),
    },
    plugins: (call) => get('/plugins', call),
    skills: { get: (name, call) => get(`/skills/${segment(name)}`, call) },
    events: (events) => followEvents(request, events ?? {}),
    terminalSocket: (id, handlers, socket) =>
      openSocket({
        WebSocket: options.WebSocket ?? globalWebSocket(),
        baseUrl: request.baseUrl,
        token: options.token,
        terminalId: id,
        handlers,
        options: socket ?? {},
      }),
  };
}

type Get = <T>(path: string, call?: CallOptions, query?: Record<string, string | number | undefined>) => Promise<T>;
type Post = <T>(path: string, body: unknown, call?: CallOptions) => Promise<T>;
type Remove = <T>(path: string, call?: CallOptions) => Promise<T>;

function terminalCalls(get: Get, post: Post, remove: Remove): TerminalCalls {
  const path = (id: string, rest = ''): string => `/terminals/${segment(id)}${rest}`;
  return {
    create: (session, body, call) => post(`/sessions/${segment(session)}/terminals`, body, call),
    get: (id, call) => get(path(id), call),
    explain: (id, call) => get(path(id, '/explain'), call),
    screen: (id, call) => get(path(id, '/screen'), call),
    capture: (id, call) => get(path(id, '/capture'), call),
    input: (id, body, call) => post(path(id, '/input'), body, call),
    key: async (id, key, call) => void (await post(path(id, '/key'), { key }, call)),
    answer: async (id, answer, call) => void (await post(path(id, '/answer'), { answer }, call)),
    interrupt: async (id, call) => void (await post(path(id, '/interrupt'), {}, call)),
    output: (id, mode, call) => get(path(id, '/output'), call, { mode }),
    workingDirectory: async (id, call) =>
      (await get<{ working_directory: string | null }>(path(id, '/working-directory'), call)).working_directory,
    exit: async (id, call) => void (await post(path(id, '/exit'), {}, call)),
    resume: (id, call) => post(path(id, '/resume'), {}, call),
    remove: async (id, call) => void (await remove(path(id), call)),
    turns: (id, call) => get(path(id, '/turns'), call, { limit: call?.limit }),
    waitReady: async (id, wait) => {
      const terminal = await waitFor<Terminal | undefined>(
        async ({ waitS, timeoutMs }) => {
          try {
            return await get<Terminal>(path(id, '/wait'), { ...signalOf(wait), timeoutMs }, { timeout: waitS });
          } catch (error) {
            // The server's own time limit; its end of this chunk is not the end of the wait.
            if (isClientError(error) && error.code === 'timeout' && error.details?.['status'] === 504) return undefined;
            throw error;
          }
        },
        (answer) => answer !== undefined,
        wait,
      );
      if (terminal !== undefined) return terminal;
      throw caoError('timeout', `Terminal ${id} was not ready within ${wait.timeoutMs / 1000} s`, {
        hint: `\`cao terminal explain ${id}\` shows what it waits for.`,
      });
    },
  };
}

/** A gate has 30 seconds, and a CLI is asked for its version before it is started. */
const FLOW_RUN_MS = 90_000;

function flowCalls(get: Get, post: Post, remove: Remove): FlowCalls {
  const path = (name: string, rest = ''): string => `/flows/${segment(name)}${rest}`;
  return {
    list: (call) => get('/flows', call),
    get: (name, call) => get(path(name), call),
    create: (body, call) => post('/flows', body, call),
    add: (filePath, call) => post('/flows/add', { file_path: filePath }, call),
    remove: async (name, call) => void (await remove(path(name), call)),
    enable: async (name, call) => void (await post(path(name, '/enable'), {}, call)),
    disable: async (name, call) => void (await post(path(name, '/disable'), {}, call)),
    run: (name, call) => post(path(name, '/run'), {}, { timeoutMs: FLOW_RUN_MS, ...call }),
    runs: (name, call) => get(path(name, '/runs'), call, { limit: call?.limit }),
  };
}

function segment(text: string): string {
  return encodeURIComponent(text);
}

function signalOf(options: { signal?: AbortSignal }): { signal?: AbortSignal } {
  return options.signal === undefined ? {} : { signal: options.signal };
}

function globalWebSocket(): WebSocketConstructor {
  const constructor = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
  if (constructor === undefined) throw caoError('internal', 'This runtime has no WebSocket; pass one to createClient');
  return constructor;
}
