import type { AnswerStream } from './stream.ts';
import type { ToolCall } from './tool-host.ts';
import { answerOf } from './tool-result.ts';

/** Answers a stored call on another connection, under the request id it was stored with. */
export async function resumeCall(call: ToolCall, stream: AnswerStream): Promise<void> {
  stream.name(call.id);
  const { closed } = stream;
  const gone = new Promise<undefined>((resolve) => {
    closed.addEventListener('abort', () => resolve(undefined), { once: true });
    if (closed.aborted) resolve(undefined);
  });
  const result = await Promise.race([answerOf(call), gone]);
  if (result === undefined) return call.disconnected();
  stream.finish({ jsonrpc: '2.0', id: call.rpcId, result }, (reached) =>
    reached ? call.delivered() : call.disconnected(),
  );
}
