import type { ToolCall } from './tool-host.ts';

/** Some clients give up on a call that shows no sign of life for a minute. */
const INTERVAL_MS = 10_000;

/**
 * Tells each change at once and repeats the last one at an interval. The number is the seconds the call has taken, so that it
 * grows on over a resumed stream too. Returns the way to stop, idempotent.
 */
export function reportProgress(
  call: ToolCall,
  send: (progress: number, text: string) => void,
  resumed = false,
): () => void {
  let count = 0;
  let last = resumed ? 'Still running' : 'Started';
  const tell = (): void => {
    count = Math.max(count + 1, Math.round((Date.now() - call.startedAt) / 1000));
    send(count, last);
  };
  const timer = setInterval(tell, INTERVAL_MS);
  timer.unref();
  if (resumed) tell();
  const unsubscribe = call.onProgress((text) => {
    last = text;
    tell();
  });
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
