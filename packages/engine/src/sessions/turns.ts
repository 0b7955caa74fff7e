import { CaoError, isTurnOpen } from '@cao/contracts';
import type { State, TurnRecord } from '@cao/state';
import type { TurnUseCases } from '../engine.ts';
import type { EventLog } from '../event-log.ts';
import { waitUntil } from '../wait.ts';
import { turnView } from './views.ts';

export function createTurns(deps: { state: State; events: EventLog }): TurnUseCases {
  const { state, events } = deps;

  function required(id: string): TurnRecord {
    const turn = state.turns.get(id);
    if (turn) return turn;
    throw new CaoError('not_found', `Turn '${id}' not found`);
  }

  return {
    get: (id) => turnView(required(id)),
    list(terminalId, limit) {
      if (state.terminals.find(terminalId) === undefined)
        throw new CaoError('not_found', `Terminal '${terminalId}' not found`);
      return state.turns.list(terminalId, limit).map(turnView);
    },
    async wait(id, options) {
      const { terminalId } = required(id);
      const turn = await waitUntil({
        check: () => {
          const now = required(id);
          return isTurnOpen(now.state) && now.state !== 'needs_input' ? undefined : now;
        },
        // Whoever waits wants to know what is asked.
        unread: ({ state: now, question }) => now === 'needs_input' && question === null,
        subscribe: (changed) => events.subscribe((event) => event.terminal_id === terminalId && changed()),
        ...options,
      });
      return turnView(turn ?? required(id));
    },
  };
}
