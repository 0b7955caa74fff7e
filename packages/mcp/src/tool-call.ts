import { parseArguments } from './arguments.ts';
import { reportProgress } from './progress.ts';
import type { ToolServer } from './protocol.ts';
import { RPC, rpcError, rpcProgress, rpcResult, type RpcRequest } from './rpc.ts';
import type { AnswerStream } from './stream.ts';
import type { ToolCall, ToolHost } from './tool-host.ts';
import { answerOf, failure, failureOf } from './tool-result.ts';

export interface CallContext {
  readonly host: ToolHost;
  readonly server: ToolServer;
  readonly terminalId: string;
}

const nobody = (): void => undefined;

/** Carries out `tools/call` on a stream. Resolves when the answer was written or the client has gone. */
export async function serveCall(request: RpcRequest, stream: AnswerStream, context: CallContext): Promise<void> {
  const { id, params } = request;
  const { name } = params;
  const tool = typeof name === 'string' ? context.server.tools.get(name) : undefined;
  if (tool === undefined) {
    const problem = `There is no tool named ${JSON.stringify(name ?? null)}`;
    return stream.finish(rpcError(id, RPC.invalidParams, problem), nobody);
  }
  const parsed = parseArguments(tool.input, objectOf(params['arguments']));
  if (!parsed.ok) {
    const refusal = failure(`${tool.name} was not called: ${parsed.problem}`, 'invalid_input');
    return stream.finish(rpcResult(id, refusal), nobody);
  }
  let call: ToolCall;
  try {
    call = context.host.call({ terminalId: context.terminalId, rpcId: id, tool: tool.name, args: parsed.args });
  } catch (error) {
    return stream.finish(rpcResult(id, failureOf(error)), nobody);
  }
  await answerCall(call, stream, { rpcId: id, progressToken: objectOf(params['_meta'])['progressToken'] });
}

/** Names the stream after the call, waits for its end and answers. */
export async function answerCall(
  call: ToolCall,
  stream: AnswerStream,
  { rpcId, progressToken }: { rpcId: RpcRequest['id']; progressToken?: unknown },
): Promise<void> {
  stream.name(call.id);
  const { closed } = stream;
  const gone = new Promise<undefined>((resolve) => {
    closed.addEventListener('abort', () => resolve(undefined), { once: true });
    if (closed.aborted) resolve(undefined);
  });
  const stopProgress =
    progressToken === undefined
      ? nobody
      : reportProgress(call, (progress, text) => stream.message(rpcProgress(progressToken, progress, text)));
  const result = await Promise.race([answerOf(call), gone]);
  stopProgress();
  if (result === undefined) return call.disconnected();
  stream.finish(rpcResult(rpcId, result), (reached) => (reached ? call.delivered() : call.disconnected()));
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
