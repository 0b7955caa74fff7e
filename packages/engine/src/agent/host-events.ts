import type { ExitFacts, TerminalEvent } from '@cao/terminal';
import type { Agent } from './agent.ts';
import { lastWords } from './last-words.ts';

/**
 * Files are watched; this reading is for those that could not be, because their folder did not exist yet. An agent at work draws
 * ten times a second, and asking the file system each time costs more than all the rest.
 */
const FILES_AT_WORK_MS = 1000;

export interface HostEventsOptions {
  /** What the title last claimed is claimed no more. */
  readonly forgetTitle: () => void;
  /** `words`: what it printed last, when it ended before it ever took input. */
  readonly exited: (exit: ExitFacts, words: string | undefined) => void;
}

/** What the terminal host tells of an agent's program: its screen stands still, its title changed, it ended. */
export function createHostEvents(agent: Agent, options: HostEventsOptions): (event: TerminalEvent) => void {
  let pokedAt = -Infinity;

  function titled(title: string): void {
    const events = agent.provider.readTitle?.(title, agent.facts) ?? [];
    if (agent.belief.claims.title && !events.some(({ type }) => type === 'state')) {
      options.forgetTitle();
      // The screen that goes with it may be there already.
      agent.screen.look();
    }
    agent.report(events, { source: 'title' });
  }

  function settled(passing: boolean): void {
    const working = agent.belief.phase === 'busy' && !agent.belief.settling;
    // Nothing on that screen stands still, so it neither asks nor is ready; that the agent works was seen.
    if (!(working && passing && agent.belief.shown)) agent.screen.look();
    const now = agent.now();
    if (working && now - pokedAt < FILES_AT_WORK_MS) return;
    pokedAt = now;
    agent.sources?.poke();
  }

  function exited(exit: ExitFacts): void {
    // Hooks that fired just before the end are in the file already; they may still complete the turn.
    const drained = agent.sources?.drained() ?? Promise.resolve();
    const said = agent.belief.phase === 'starting' ? wordsOnScreen() : undefined;
    void Promise.all([said, drained]).then(([words]) => {
      if (!agent.disposed) options.exited(exit, words);
    });
  }

  async function wordsOnScreen(): Promise<string | undefined> {
    const screen = await agent.backend.snapshot(agent.id).catch(() => undefined);
    return screen && lastWords(screen.lines);
  }

  return (event) => {
    if (agent.disposed) return;
    switch (event.type) {
      case 'settled':
        return settled(event.passing);
      case 'title':
        return titled(event.title);
      case 'exit':
        return exited(event.exit);
      default:
        return;
    }
  };
}
