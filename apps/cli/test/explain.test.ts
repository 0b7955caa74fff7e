import { expect, it } from 'vitest';
import type { Explanation } from '@cao/contracts';
import { fakeServer, terminal } from './support/fake-server.ts';
import { cao } from './support/run-cao.ts';

const AT = '2026-11-22T10:00:00.000Z';

const explanation: Explanation = {
  terminal_id: 'aaaa0001',
  status: 'waiting_user_answer',
  since: AT,
  reason: 'screen: permission dialog',
  ready: false,
  phase: 'waiting',
  question: { kind: 'permission', text: 'Run it?', options: [{ key: '1', label: 'Yes' }] },
  decided_by: { at: AT, source: 'screen', strength: 1, rule: 'permission dialog', says: 'waiting', effect: 'decided' },
  contradictions: [
    { at: AT, source: 'title', strength: 2, rule: 'spinner', says: 'busy \u001b]0;evil\u0007', effect: 'outweighed' },
  ],
  recent: [{ at: AT, source: 'own', strength: 3, rule: 'typed', says: 'busy', effect: 'noted' }],
  turn: { id: 't_1', state: 'needs_input', origin: 'user', submitted_at: AT },
  screen: ['Run it?', '> 1. Yes'],
  sources: [
    { name: 'signals', last_at: AT },
    { name: 'transcript', last_at: null },
  ],
};

it('tells what was concluded, from what, and what speaks against it', async () => {
  await using server = await fakeServer();
  server.route('GET /terminals/aaaa0001/explain', explanation);
  server.route('GET /terminals/aaaa0001', terminal());
  const { code, out } = await cao(['terminal', 'explain', 'aaaa0001'], { port: server.port });
  expect(code).toBe(0);
  const steady = out.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '(date)').replaceAll(/\d\d:\d\d:\d\d/g, '(time)');
  expect(steady.replace(/\(date\) \(.*\)/, '(date) (age)')).toMatchInlineSnapshot(`
    "Terminal:   aaaa0001
    Status:     waiting_user_answer (waiting)
    Since:      (date) (age)
    Reason:     screen: permission dialog
    Decided by: (time) screen: permission dialog says waiting (decided)
    Turn:       t_1 needs_input, from user

    The agent asks (terminal aaaa0001):

      Run it?

        1) Yes

    Answer with: cao session answer cao-x '1' --terminal aaaa0001
    or type it there: cao attach aaaa0001

    Against it
      (time) title: spinner says busy \\x1b]0;evil\\x07 (outweighed)

    Seen lately
      (time) own: typed says busy (noted)

    Sources
      signals: spoke (date)
      transcript: silent so far

    Bottom of the screen
      | Run it?
      | > 1. Yes
    "
  `);
});

it('prints the explanation as JSON', async () => {
  await using server = await fakeServer();
  server.route('GET /terminals/aaaa0001/explain', explanation);
  const { out } = await cao(['terminal', 'explain', 'aaaa0001', '--json'], { port: server.port });
  expect(JSON.parse(out)).toEqual(explanation);
});
