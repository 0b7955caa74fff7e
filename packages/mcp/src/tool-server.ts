import { isCaoError } from '@cao/contracts';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type ListToolsResult,
} from '@modelcontextprotocol/sdk/types.js';
import { parseArguments } from './arguments.ts';
import { listingOf } from './listing.ts';
import type { ToolCall, ToolHost, ToolResult } from './tool-host.ts';
import { instructionsFor, toolTable, type Tool, type ToolOptions } from './tools.ts';

export interface ToolServerOptions extends ToolOptions {
  readonly version: string;
}

export interface ToolServerDeps {
  readonly host: ToolHost;
  /** The agent that speaks. */
  readonly terminalId: string;
  readonly options: ToolServerOptions;
  /** Called as soon as a call is durable, before anything is waited for. */
  readonly onCall?: (call: ToolCall) => void;
}

/** Some clients give up on a call that shows no sign of life for a minute. */
const PROGRESS_INTERVAL_MS = 10_000;

/** An MCP server for one agent and one connection. Cheap to make: it keeps nothing between requests. */
export function createToolServer({ host, terminalId, options, onCall }: ToolServerDeps): Server {
  const { tools, listing } = tableFor(options);
  const server = new Server(
    { name: 'cao', version: options.version },
    { capabilities: { tools: {} }, instructions: instructionsFor(terminalId) },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => listing);
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = tools.get(params.name);
    if (tool === undefined)
      throw new McpError(ErrorCode.InvalidParams, `There is no tool named ${JSON.stringify(params.name)}`);
    const parsed = parseArguments(tool.input, params.arguments ?? {});
    if (!parsed.ok) return failure(`${tool.name} was not called: ${parsed.problem}`, 'invalid_input');

    let call: ToolCall;
    try {
      call = host.call({ terminalId, rpcId: extra.requestId, tool: tool.name, args: parsed.args });
    } catch (error) {
      return failureOf(error);
    }
    onCall?.(call);
    const token = extra._meta?.progressToken;
    const stop =
      token === undefined
        ? undefined
        : reportProgress(call, (progress, message) =>
            extra.sendNotification({
              method: 'notifications/progress',
              params: { progressToken: token, progress, message },
            }),
          );
    try {
      return await Promise.race([answerOf(call), gone(extra.signal)]);
    } finally {
      stop?.();
    }
  });
  return server;
}

/** Resolves when nobody waits for the answer any more, so that nothing is held for the rest of a long call. */
function gone(signal: AbortSignal): Promise<CallToolResult> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ content: [] }), { once: true });
  });
}

/** What the model gets. Never rejects: a call that broke is a result that says so. */
export async function answerOf(call: ToolCall): Promise<CallToolResult> {
  try {
    return toCallToolResult(await call.result);
  } catch (error) {
    return failureOf(error);
  }
}

function toCallToolResult({ content, isError }: ToolResult): CallToolResult {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { content: [{ type: 'text', text }], ...(isError && { isError }) };
}

function failureOf(error: unknown): CallToolResult {
  if (!isCaoError(error)) return failure('Something went wrong inside CAO; its log says more', 'internal');
  return failure(error.hint === undefined ? error.message : `${error.message}. ${error.hint}`, error.code);
}

function failure(message: string, code: string): CallToolResult {
  return toCallToolResult({ content: { success: false, message, error: message, code }, isError: true });
}

/** Tells each change at once and repeats the last one at an interval; returns the way to stop. */
function reportProgress(call: ToolCall, send: (progress: number, message: string) => Promise<void>): () => void {
  let count = 0;
  let last = 'Started';
  const tell = (): void => {
    count += 1;
    // A connection that is gone needs no progress.
    send(count, last).catch(() => undefined);
  };
  const timer = setInterval(tell, PROGRESS_INTERVAL_MS);
  timer.unref();
  const unsubscribe = call.onProgress((text) => {
    last = text;
    tell();
  });
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}

interface Table {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly listing: ListToolsResult;
}

const tables = new Map<boolean, Table>();

/** Schemas are turned into JSON once per process, not once per request. */
function tableFor(options: ToolOptions): Table {
  const known = tables.get(options.workingDirectory);
  if (known !== undefined) return known;
  const rows = toolTable(options);
  const table = { tools: new Map(rows.map((tool) => [tool.name, tool])), listing: { tools: rows.map(listingOf) } };
  tables.set(options.workingDirectory, table);
  return table;
}
