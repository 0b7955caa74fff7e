import type { ToolCall } from './tool-host.ts';

/** Some clients give up on a call that shows no sign of life for a minute. */
const INTERVAL_MS = 10_000;

/** Tells each change at once and repeats the last one at an interval. Returns the way to stop, idempotent. */
export function reportProgress(call: ToolCall, send: (progress: number, text: string) => void): () => void {
  let count = 0;
  let last = 'Started';
  const tell = (): void => {
    count += 1;
    send(count, last);
  };
  const timer = setInterval(tell, INTERVAL_MS);
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
