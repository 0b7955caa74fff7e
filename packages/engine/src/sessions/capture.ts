import type { AgentEvent, ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import type { Agent } from '../agent/agent.ts';
import { readTail } from '../agent/tail.ts';
import { messageOf } from '../errors.ts';

/** A live screen with all that its provider makes of it: one case for the provider's fixtures. */
export interface Capture {
  readonly provider: string;
  /** Of the CLI; null when it does not tell. */
  readonly version: string | null;
  /** What was last typed into it. */
  readonly prompt: string | null;
  readonly screen: ScreenSnapshot;
  readonly reading: ScreenReading;
  readonly reply: string | null;
  /** Everything the CLI reported since its start, as its hooks wrote it. */
  readonly signals: readonly unknown[];
  readonly events: readonly AgentEvent[];
}

/** Reads the screen as it is now. A provider that is being written may throw; the case is then all the more wanted. */
export async function captureOf(agent: Agent, signalFile: string): Promise<Capture> {
  const { provider, facts } = agent;
  const screen = await agent.backend.snapshot(agent.id);
  const { records } = await readTail(signalFile, 0);
  const prompt = agent.turns.last()?.prompt;
  const unread = (error: unknown): ScreenReading => ({ state: 'unknown', rule: `threw: ${messageOf(error)}` });
  return {
    provider: provider.id,
    version: facts.version ?? null,
    prompt: prompt ?? null,
    screen,
    reading: attempt(() => provider.readScreen(screen, facts), unread),
    reply: attempt(
      () => provider.readReply(screen.lines, prompt ?? '') ?? null,
      () => null,
    ),
    signals: records,
    events: records.flatMap((record) =>
      attempt(
        () => provider.readSignal(record, facts).map(({ rule: _rule, at: _at, ...event }) => event),
        () => [],
      ),
    ),
  };
}

function attempt<T>(read: () => T, otherwise: (error: unknown) => T): T {
  try {
    return read();
  } catch (error) {
    return otherwise(error);
  }
}
