import { MEMORY_MANAGER, isTurnOpen } from '@cao/contracts';
import { findBlock } from '@cao/memory';
import type { State, TerminalRecord } from '@cao/state';
import type { Agent } from '../agent/agent.ts';
import type { House } from '../agent/house.ts';
import { typeTurn } from '../agent/typing.ts';
import type { Logger } from '../deps.ts';
import { messageOf } from '../errors.ts';
import type { EventLog } from '../event-log.ts';
import { curatorPrompt } from '../launch/prompt.ts';
import { waitUntil } from '../wait.ts';

/** A model's answer takes seconds; whoever begins a task does not wait for longer. */
const ANSWER_MS = 15_000;

/** The side terminal of a session that picks what an agent should know for its task. */
export interface Curator {
  /** Undefined when the session has none, it is busy, or it gives no answer that can be used in time: then the newest facts do. */
  pick(record: TerminalRecord, prompt: string): Promise<string | undefined>;
}

export function createCurator(parts: { state: State; events: EventLog; house: House; log: Logger }): Curator {
  const { state, events, house, log } = parts;
  const asked = new Set<string>();

  /** Of the same session only: another one's facts are none of this agent's business. */
  function curatorOf(record: TerminalRecord): Agent | undefined {
    const found = state.terminals
      .listBySession(record.sessionId)
      .find(({ id, agentProfile }) => agentProfile === MEMORY_MANAGER && id !== record.id);
    return found && house.get(found.id);
  }

  async function ask(curator: Agent, record: TerminalRecord, prompt: string): Promise<string | undefined> {
    const id = await curator.typing.run(async () => {
      if (!curator.ready) return undefined;
      const text = curatorPrompt(record.agentProfile, prompt);
      const turn = events.transaction(() =>
        curator.turns.begin({ origin: 'send_message', senderId: 'cao', text, prompt: text }),
      );
      await typeTurn(curator, turn);
      return turn.id;
    });
    if (id === undefined) return undefined;
    const ended = await waitUntil({
      check: () => {
        const turn = state.turns.get(id);
        return turn === undefined || curator.disposed || !isTurnOpen(turn.state) ? (turn ?? null) : undefined;
      },
      subscribe: (changed) => curator.onChange(changed),
      timeoutMs: ANSWER_MS,
    });
    return ended?.state === 'completed' ? findBlock(ended.reply ?? '') : undefined;
  }

  return {
    async pick(record, prompt) {
      const curator = curatorOf(record);
      if (curator === undefined || !curator.ready || asked.has(curator.id)) return undefined;
      asked.add(curator.id);
      try {
        return await ask(curator, record, prompt);
      } catch (error) {
        log.warn('the memory manager could not be asked', { terminal: curator.id, error: messageOf(error) });
        return undefined;
      } finally {
        asked.delete(curator.id);
      }
    },
  };
}
