import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
} from '@modelcontextprotocol/sdk/types.js';
import type { ParsedArguments } from './arguments.ts';
import { offeredTool, ownTool, type Callable } from './callable.ts';
import type { ToolKit } from './kit.ts';
import { reportProgress } from './progress.ts';
import type { ToolCall, ToolHost } from './tool-host.ts';
import { answerOf, failure, failureOf } from './tool-result.ts';

export interface ToolServerOptions {
  readonly kit: ToolKit;
  /** Of CAO, told to clients. */
  readonly version: string;
}

export interface Caller {
  readonly terminalId: string;
  /** Called as soon as a call is durable, before anything is waited for. */
  readonly onCall: (call: ToolCall) => void;
}

/** Builds the server of one request. Nothing is kept between requests, so that nothing can be lost. */
export type ToolServerFactory = (caller: Caller) => Server;

/** The library would set up a schema compiler for each server, for answers of users that are never asked for. */
const NO_VALIDATOR = {
  getValidator: (): never => {
    throw new Error('nothing is asked of users through the protocol');
  },
};

/** What is the same for every request is made once. */
export function createToolServers(host: ToolHost, { kit, version }: ToolServerOptions): ToolServerFactory {
  const own = new Map(kit.tools.map((tool) => [tool.name, ownTool(tool)]));
  const listing = [...own.values()].map((tool) => tool.listing);

  /** Ours come first: nobody takes their names. */
  async function others(terminalId: string): Promise<readonly Callable[]> {
    const offered = (await host.others?.(terminalId)) ?? [];
    return offered.filter(({ name }) => !own.has(name)).map(offeredTool);
  }

  async function find(name: string, terminalId: string): Promise<Callable> {
    const tool = own.get(name) ?? (await others(terminalId)).find((one) => one.name === name);
    if (tool !== undefined) return tool;
    throw new McpError(ErrorCode.InvalidParams, `There is no tool named ${JSON.stringify(name)}`);
  }

  return ({ terminalId, onCall }) => {
    const server = new Server(
      { name: kit.serverName, version },
      {
        capabilities: { tools: {} },
        instructions: kit.instructions(terminalId),
        jsonSchemaValidator: NO_VALIDATOR,
      },
    );
    server.setRequestHandler(ListToolsRequestSchema, async () => {
      const more = await others(terminalId);
      host.listed(terminalId);
      return { tools: [...listing, ...more.map((tool) => tool.listing)] };
    });
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
      const tool = await find(params.name, terminalId);
      const progressToken = extra._meta?.progressToken;
      const request = { terminalId, rpcId: extra.requestId, progressToken, tool: tool.name };
      const parsed = await tool.check(params.arguments ?? {});
      // Nothing is waited for from here on: whoever listens to a call must do so before it says anything.
      const call = begun(tool.name, parsed, (args) => host.call({ ...request, args }));
      if ('content' in call) return call;
      onCall(call);
      if (progressToken === undefined) return answerWhile(extra.signal, call);
      return answerWhile(extra.signal, call, (progress, message) => {
        const notification = { progressToken, progress, message };
        // A connection that is gone needs no progress.
        extra.sendNotification({ method: 'notifications/progress', params: notification }).catch(() => undefined);
      });
    });
    return server;
  };
}

/** A call that is durable, or the result that says why there is none. */
function begun(
  name: string,
  parsed: ParsedArguments,
  begin: (args: Record<string, unknown>) => ToolCall,
): ToolCall | CallToolResult {
  if (!parsed.ok) return failure(`${name} was not called: ${parsed.problem}`, 'invalid_input');
  try {
    return begin(parsed.args);
  } catch (error) {
    return failureOf(error);
  }
}

/** Waits no longer than somebody is there: nothing is held for the rest of a long call. */
async function answerWhile(
  signal: AbortSignal,
  call: ToolCall,
  progress?: (count: number, text: string) => void,
): Promise<CallToolResult> {
  const gone = new Promise<CallToolResult>((resolve) => {
    const leave = (): void => resolve({ content: [] });
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
  const stopProgress = progress && reportProgress(call, progress);
  try {
    return await Promise.race([answerOf(call), gone]);
  } finally {
    stopProgress?.();
  }
}
