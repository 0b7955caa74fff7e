import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Job, ProviderRow, SessionDetail, TerminalRow, Turn } from '@cao/contracts';

/** What a request looked like. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly token: string | undefined;
}

export type Route = (seen: Seen) => object | Promise<object>;

/** An answer that is not 200. */
export class Refusal {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

export interface FakeServer extends AsyncDisposable {
  readonly port: number;
  readonly seen: readonly Seen[];
  /** The HTTP server itself, for tests that upgrade connections. */
  readonly http: Server;
  /** `GET /sessions` or `GET /sessions/*`; later routes win. */
  route(pattern: string, route: object | Route): void;
}

/** Speaks just enough of the API, over real HTTP, for the command under test; every route is written by the test. */
export async function fakeServer(): Promise<FakeServer> {
  const routes: { method: string; pattern: RegExp; route: Route }[] = [];
  const seen: Seen[] = [];
  const server = createServer((request, response) => void handle(request, response));

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const one: Seen = {
      method: request.method ?? '',
      path: decodeURIComponent(url.pathname),
      query: Object.fromEntries(url.searchParams),
      body: text === '' ? undefined : JSON.parse(text),
      token: request.headers.authorization?.replace('Bearer ', ''),
    };
    seen.push(one);
    const found = routes.findLast(({ method, pattern }) => method === one.method && pattern.test(one.path));
    const answer = found === undefined ? notFound(one.path) : await found.route(one);
    const [status, body] = answer instanceof Refusal ? [answer.status, answer.body] : [200, answer];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  const self: FakeServer = {
    get port() {
      return (server.address() as AddressInfo).port;
    },
    seen,
    http: server,
    route(pattern, route) {
      const [method = '', path = ''] = pattern.split(' ');
      const source = path.replaceAll(/[.]/g, '\\.').replaceAll('*', '[^/]+');
      routes.push({
        method,
        pattern: new RegExp(`^${source}$`),
        route: typeof route === 'function' ? (route as Route) : () => route,
      });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.route('GET /agents/profiles', []);
  self.route('GET /health', {
    status: 'ok',
    service: 'cli-agent-orchestrator',
    version: '0.1.0',
    pid: process.pid,
    terminal_backend: 'host',
    started_at: '2026-11-22T10:00:00.000Z',
  });
  return self;
}

export function notFound(what: string): Refusal {
  return new Refusal(404, { detail: `${what} not found`, code: 'not_found' });
}

export function terminal(fields: Partial<TerminalRow> = {}): TerminalRow {
  return {
    id: 'aaaa0001',
    name: 'code_supervisor-1a2b',
    provider: 'mock_cli',
    session_name: 'cao-x',
    agent_profile: 'code_supervisor',
    allowed_tools: ['@cao-mcp-server', 'fs_read', 'fs_list'],
    status: 'idle',
    last_active: '2026-11-22T10:00:00.000Z',
    role: 'conductor',
    caller_id: null,
    working_directory: '/project',
    created_at: '2026-11-22T10:00:00.000Z',
    status_since: '2026-11-22T10:00:00.000Z',
    status_reason: 'screen: prompt',
    ready: true,
    question: null,
    tool_restriction: 'enforced',
    exit_code: null,
    exit_reason: null,
    pending_messages: 0,
    tmux_session: 'cao-x',
    tmux_window: 'code_supervisor-1a2b',
    ...fields,
  };
}

export function worker(fields: Partial<TerminalRow> = {}): TerminalRow {
  return terminal({
    id: 'bbbb0002',
    name: 'developer-3c4d',
    agent_profile: 'developer',
    role: 'worker',
    caller_id: 'aaaa0001',
    status: 'processing',
    status_reason: 'signal: turn started',
    ready: false,
    ...fields,
  });
}

export function session(name: string, ...terminals: TerminalRow[]): SessionDetail {
  return {
    session: {
      id: name,
      name,
      status: 'detached',
      working_directory: '/project',
      agent_profile: terminals[0]?.agent_profile ?? null,
      created_at: '2026-11-22T10:00:00.000Z',
      terminal_count: terminals.length,
    },
    terminals,
    labels: {},
    waits: [],
  };
}

export function turn(fields: Partial<Turn> = {}): Turn {
  return {
    id: 't_0123456789abcdef',
    terminal_id: 'aaaa0001',
    seq: 1,
    origin: 'user',
    sender_id: 'user',
    text: 'task',
    state: 'completed',
    question: null,
    reply: 'done',
    reply_source: 'signal',
    error: null,
    submitted_at: '2026-11-22T10:00:00.000Z',
    accepted_at: null,
    ended_at: '2026-11-22T10:00:05.000Z',
    ...fields,
  };
}

export function job(fields: Partial<Job> = {}): Job {
  return {
    id: 'j_0123456789abcdef',
    type: 'handoff',
    state: 'succeeded',
    caller_id: 'aaaa0001',
    session_name: 'cao-x',
    agent_profile: 'developer',
    provider: 'mock_cli',
    message: 'task',
    working_directory: '/project',
    terminal_id: 'bbbb0002',
    turn_id: null,
    timeout: 600,
    output: 'written',
    error: null,
    question: null,
    created_at: '2026-11-22T10:00:00.000Z',
    started_at: '2026-11-22T10:00:00.000Z',
    ended_at: '2026-11-22T10:00:05.000Z',
    ...fields,
  };
}

export const PROVIDERS: readonly ProviderRow[] = [
  {
    name: 'claude_code',
    binary: 'claude',
    installed: false,
    title: 'Claude Code',
    package: '@cao/provider-claude-code',
    proven: { versions: ['1.2.3'], on: '2026-11' },
    tool_restriction: 'enforced',
  },
  {
    name: 'mock_cli',
    binary: '/bin/mock',
    installed: true,
    title: 'mock_cli',
    package: '@cao/provider-mock-cli',
    proven: { versions: ['1.2.3'], on: '2026-11' },
    tool_restriction: 'enforced',
  },
];
