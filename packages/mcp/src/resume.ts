import { reportProgress } from './progress.ts';
import type { AnswerStream } from './stream.ts';
import type { ToolCall } from './tool-host.ts';
import { answerOf } from './tool-result.ts';

/**
 * Answers a stored call on another connection, under the request id it was stored with. Progress goes on as well: a client may
 * take a broken connection for the loss of the answer until it hears of the call again.
 */
export async function resumeCall(call: ToolCall, stream: AnswerStream): Promise<void> {
  stream.name(call.id);
  const { progressToken } = call;
  const tell = (progress: number, message: string): void => {
    const params = { progressToken, progress, message };
    stream.message({ jsonrpc: '2.0', method: 'notifications/progress', params });
  };
  const stopProgress = progressToken === undefined ? undefined : reportProgress(call, tell, true);
  const { closed } = stream;
  const gone = new Promise<undefined>((resolve) => {
    closed.addEventListener('abort', () => resolve(undefined), { once: true });
    if (closed.aborted) resolve(undefined);
  });
  const result = await Promise.race([answerOf(call), gone]);
  stopProgress?.();
  if (result === undefined) return call.disconnected();
  stream.finish({ jsonrpc: '2.0', id: call.rpcId, result }, (reached) =>
    reached ? call.delivered() : call.disconnected(),
  );
}
