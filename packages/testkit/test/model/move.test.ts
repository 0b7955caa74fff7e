import { expect, test } from 'vitest';
import type { ConversationItem } from '../../src/index.ts';
import { nextMove } from '../../src/model/move.ts';

test('a call that keeps failing is repeated five times, with longer pauses, and then given up', () => {
  const items: ConversationItem[] = [{ kind: 'prompt', text: 'TOOL!:shell:{"command":"x"}\nSAY:over' }];
  const pauses: number[] = [];
  for (;;) {
    const { steps, calls } = nextMove({ system: '', items, tools: [], deferred: [], schema: undefined });
    if (calls.length === 0) break;
    pauses.push(...steps.map((step) => (step.type === 'wait' ? step.seconds : Number.NaN)));
    const id = String(items.length);
    items.push({ kind: 'call', id, name: 'Bash', input: {} }, { kind: 'result', id, text: 'boom', error: true });
  }
  expect(pauses).toEqual([0.1, 0.2, 0.4, 0.8, 1.6]);
});

test('of parallel calls only the failed ones are repeated', () => {
  const items: ConversationItem[] = [
    { kind: 'prompt', text: 'TOOL!:a:{}\n+TOOL!:b:{}\n+TOOL:c:{}' },
    ...['a', 'b', 'c'].map((id) => ({ kind: 'call', id, name: id, input: {} }) as const),
    { kind: 'result', id: 'c', text: 'no', error: true },
    { kind: 'result', id: 'b', text: 'no', error: true },
    { kind: 'result', id: 'a', text: 'yes', error: false },
  ];
  const { calls } = nextMove({ system: '', items, tools: [], deferred: [], schema: undefined });
  expect(calls.map(({ name }) => name)).toEqual(['b']);
});
