import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { evidenceOfScreen } from '../evidence/translate.ts';
import type { Agent } from './agent.ts';
import type { TurnCloser } from './turn-closer.ts';

/** Makes evidence of settled screens. */
export interface ScreenReader {
  /** What the last one said. */
  readonly reading: ScreenReading | undefined;
  read(screen: ScreenSnapshot): void;
  /** Screens up to this revision were drawn before our last input; they say nothing about what it led to. */
  passOver(revision: number): void;
}

export function createScreenReader(agent: Agent, closer: TurnCloser): ScreenReader {
  let last: ScreenReading | undefined;
  let staleRevision = -1;

  /** A turn that is over before its work was drawn leaves its mark, or its answer, above the prompt. */
  function showsAnEnd({ outcome }: ScreenReading, { lines }: ScreenSnapshot): boolean {
    const turn = agent.turns.open();
    if (turn?.state !== 'submitted' || closer.signalled || !agent.echo.seen()) return false;
    return outcome !== undefined || agent.provider.readReply(lines, turn.prompt) !== undefined;
  }

  return {
    get reading() {
      return last;
    },
    read(screen) {
      if (agent.disposed || agent.belief.phase === 'exited' || screen.revision <= staleRevision) return;
      const reading = agent.provider.readScreen(screen, agent.facts);
      last = reading;
      agent.echo.look(screen, reading);
      if (agent.startup.handle(reading, screen)) return;
      if (reading.state === 'ready' && showsAnEnd(reading, screen)) agent.overlooked();
      const evidence = evidenceOfScreen(reading, agent.now());
      if (evidence) agent.observe(evidence);
    },
    passOver(revision) {
      staleRevision = Math.max(staleRevision, revision);
    },
  };
}
