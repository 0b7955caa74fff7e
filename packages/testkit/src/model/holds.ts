import { once } from 'node:events';

/** Named gates, shut until the test opens them. */
export interface Holds {
  wait(name: string, signal: AbortSignal): Promise<void>;
  release(name: string): void;
}

export function createHolds(): Holds {
  const gates = new Map<string, AbortController>();
  const gate = (name: string): AbortController => {
    const known = gates.get(name) ?? new AbortController();
    gates.set(name, known);
    return known;
  };
  return {
    async wait(name, signal) {
      const { signal: opened } = gate(name);
      if (!opened.aborted) await once(opened, 'abort', { signal });
    },
    release: (name) => gate(name).abort(),
  };
}
