import type { IncomingMessage, ServerResponse } from 'node:http';
import { CaoError, OPERATOR, TerminalId } from '@cao/contracts';
import type { Engine, Identity } from '@cao/engine';
import {
  agentKit,
  createMcpEndpoint,
  createNodeChannel,
  operatorKit,
  type McpEndpoint,
  type StreamTimes,
} from '@cao/mcp';
import type { Context } from 'hono';
import type { Access } from '../access.ts';
import { readText } from '../input.ts';
import { defineRoute, type Route } from '../route.ts';

export interface McpOptions {
  /** Agents may name a working directory. */
  readonly workingDirectory: boolean;
  readonly times?: Partial<StreamTimes>;
}

export interface McpRoutes {
  readonly routes: readonly Route[];
  /** Loads what the first agent's first request would otherwise wait for. */
  warm(): Promise<void>;
  /** Sends waiting clients away with the order to come back soon. */
  stop(): Promise<void>;
}

/** The tools of the agents, and those of an operator at a path of their own, which take the owner's token. */
export function mcpRoutes(engine: Engine, version: string, { workingDirectory, times }: McpOptions): McpRoutes {
  const common = { version, ...(times !== undefined && { times }) };
  const agents = createMcpEndpoint({ ...common, host: engine.tools, kit: agentKit({ workingDirectory }) });
  const operators = createMcpEndpoint({ ...common, host: engine.operatorTools, kit: operatorKit() });
  const endpoints = [agents, operators];
  return {
    routes: [
      ...routesOf('/mcp', agents, callerOf),
      ...routesOf('/mcp/ops', operators, (_identity, _named, access) => {
        access.owner('use the operations tools');
        return OPERATOR;
      }),
    ],
    async warm() {
      await Promise.all(endpoints.map((endpoint) => endpoint.warm()));
    },
    async stop() {
      await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
    },
  };
}

/** Whose calls these are. Throws `forbidden`. */
type WhoCalls = (identity: Identity, named: string | undefined, access: Access) => string;

/** The endpoint writes to the connection itself: only so can it know that an answer got through. */
function routesOf(path: string, endpoint: McpEndpoint, whoCalls: WhoCalls): readonly Route[] {
  async function serve(context: Context, identity: Identity, access: Access): Promise<Response> {
    const { outgoing } = (context.env ?? {}) as { incoming?: IncomingMessage; outgoing?: ServerResponse };
    if (outgoing === undefined) throw new CaoError('internal', 'the tools need a real connection');
    const terminalId = whoCalls(identity, context.req.header('x-cao-terminal-id'), access);
    const body = context.req.method === 'POST' ? await readText(context) : '';
    await endpoint.handle(
      { method: context.req.method, header: (name) => context.req.header(name), body, terminalId },
      createNodeChannel(outgoing),
    );
    return alreadySent();
  }

  const route = (method: 'get' | 'post' | 'delete', summary: string): Route =>
    defineRoute({
      method,
      path,
      tag: 'tools',
      summary,
      doing: 'serve tools',
      answer: undefined,
      run: ({ hono, identity, access }) => serve(hono, identity, access),
    });

  return [
    route('post', 'One JSON-RPC message of the Model Context Protocol (Streamable HTTP, stateless)'),
    route('get', 'The answer of an earlier call, by `Last-Event-ID`'),
    route('delete', 'Refused: there are no sessions'),
  ];
}

/** Tells the Node adapter that nothing is left to send. It reads the header only of a response that was looked into before. */
function alreadySent(): Response {
  const response = new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
  return response.body === null ? response : new Response();
}

/** The agent that speaks: the token's, or the one the owner names. */
function callerOf(identity: Identity, named: string | undefined): string {
  if (identity.kind === 'agent') {
    if (named === undefined || named === '' || named === identity.terminalId) return identity.terminalId;
    throw new CaoError('forbidden', `You are ${identity.terminalId} and cannot speak as another.`);
  }
  if (named !== undefined && TerminalId.safeParse(named).success) return named;
  throw new CaoError('forbidden', 'The tools belong to agents: this is not the token of a terminal.', {
    hint: 'Send the token of a terminal (CAO_TOKEN), or name one with X-CAO-Terminal-Id. The tools of an operator are at /mcp/ops.',
  });
}
