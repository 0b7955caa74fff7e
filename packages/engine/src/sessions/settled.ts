import type { Agent } from '../agent/agent.ts';
import type { House } from '../agent/house.ts';
import { waitUntil } from '../wait.ts';
import type { Launcher } from './launcher.ts';

export interface SettledOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Waits until the agent of a terminal takes input, asks, or has ended, from before its program is started. Undefined: not in time. */
export async function settledAgent(
  parts: { house: House; launcher: Launcher; now: () => number; agent: (id: string) => Agent },
  id: string,
  { timeoutMs, signal }: SettledOptions,
): Promise<Agent | undefined> {
  const deadline = parts.now() + timeoutMs;
  const starting = parts.launcher.starting(id);
  if (starting !== undefined) {
    const over = await waitUntil({
      check: () => parts.launcher.starting(id) === undefined || undefined,
      subscribe(changed) {
        void starting.then(changed, changed);
        return () => undefined;
      },
      timeoutMs,
      signal,
    });
    if (!over) return undefined;
  }
  const agent = parts.agent(id);
  return await waitUntil({
    check: () =>
      agent.ready || agent.question !== null || agent.belief.phase === 'exited' || agent.disposed ? agent : undefined,
    subscribe: (changed) => agent.onChange(changed),
    timeoutMs: deadline - parts.now(),
    signal,
  });
}
