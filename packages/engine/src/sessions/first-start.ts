import type { Agent } from '../agent/agent.ts';

/** After this time whatever a first start sets up is set up; it may stand at a question that only a person can answer. */
const SET_UP_MS = 15_000;

/**
 * The first start of a CLI's version sets up what the CLI keeps in the person's home, and two at once damage it: Codex finds its
 * database half made and ends. So the first starts alone, and those that were asked for meanwhile follow once it is up.
 */
export interface FirstStart {
  /** @param key What sets up a home of its own: a CLI and its version. */
  run(key: string, start: () => Promise<Agent>): Promise<Agent>;
}

export function createFirstStart(limitMs = SET_UP_MS): FirstStart {
  const firsts = new Map<string, Promise<boolean>>();
  return {
    async run(key, start) {
      for (let first = firsts.get(key); first !== undefined; first = firsts.get(key)) {
        if (await first) return start();
        // It failed: one of those that waited is the first now.
        if (firsts.get(key) === first) firsts.delete(key);
      }
      const starting = start();
      firsts.set(
        key,
        starting.then(
          (agent) => isUp(agent, limitMs),
          () => false,
        ),
      );
      return starting;
    },
  };
}

async function isUp(agent: Agent, limitMs: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const settle = (up: boolean) => {
      clearTimeout(timer);
      unsubscribe();
      resolve(up);
    };
    const look = () => {
      if (agent.disposed || agent.belief.phase === 'exited') settle(false);
      else if (agent.belief.phase !== 'starting') settle(true);
    };
    const timer = setTimeout(() => settle(true), limitMs);
    timer.unref();
    const unsubscribe = agent.onChange(look);
    look();
  });
}
