import { MEMORY_MANAGER } from '@cao/contracts';
import type { State, TerminalRecord, TurnRecord } from '@cao/state';
import type { Agent } from '../agent/agent.ts';
import { isCommand } from '../agent/is-command.ts';
import type { NewTurn } from '../agent/turn-book.ts';
import type { Logger } from '../deps.ts';
import { messageOf } from '../errors.ts';
import type { Curator } from './curator.ts';
import type { Memory } from './memory.ts';

/** A slow disk must not hold an input up for longer. */
const READ_MS = 3000;

/** Tells an agent what is remembered, before the first input it takes and never again. */
export interface Briefing {
  /**
   * For the next input of this agent: call it right before the transaction that opens the turn, and check once more afterwards that
   * the agent takes input. Resolves within seconds and never throws. `prompt` is asked for only when there may be something to tell.
   */
  prepare(agent: Agent, prompt: () => string): Promise<Brief>;
}

/** Opens a turn, in the caller's transaction. What was prepared is part of the turn's prompt, its text stays what the sender wrote. */
export type Brief = (turn: NewTurn) => TurnRecord;

export interface BriefingParts {
  readonly state: State;
  readonly memory: Memory;
  readonly curator: Curator;
  readonly log: Logger;
}

export function createBriefing({ state, memory, curator, log }: BriefingParts): Briefing {
  /** Also again after an input that the agent never took. */
  function isDue(record: TerminalRecord): boolean {
    // Whoever picks memories is told nothing: its answers are what others are told.
    if (memory.store === undefined || record.agentProfile === MEMORY_MANAGER) return false;
    if (record.memoryTurn === null) return true;
    const carrier = state.turns.get(record.memoryTurn);
    return carrier?.state === 'lost' && carrier.acceptedAt === null;
  }

  async function blockFor(record: TerminalRecord, prompt: string): Promise<string> {
    const picked = await curator.pick(record, prompt);
    return picked ?? (await inTime(memory.context(record.id)));
  }

  return {
    async prepare(agent, prompt) {
      const record = state.terminals.get(agent.id);
      if (record === undefined || !isDue(record)) return (turn) => agent.turns.begin(turn);
      const text = prompt();
      // In front of a command any text would take its meaning away.
      if (isCommand(text, agent.provider.capabilities)) return (turn) => agent.turns.begin(turn);
      const block = await blockFor(record, text).catch((error: unknown) => {
        log.warn('an agent begins without its memories', { terminal: agent.id, error: messageOf(error) });
        return '';
      });
      return (turn) => {
        const opened = agent.turns.begin(block === '' ? turn : { ...turn, prompt: `${block}\n\n${turn.prompt}` });
        state.terminals.update(agent.id, { memoryTurn: opened.id });
        return opened;
      };
    },
  };
}

async function inTime(work: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the memory could not be read within ${READ_MS} ms`)), READ_MS);
    timer.unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
