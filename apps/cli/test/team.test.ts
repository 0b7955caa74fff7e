import { describe, expect, it } from 'vitest';
import type { CaoEvent } from '@cao/contracts';
import { eventLine, failureOf, isQuiet, updateTeam, type Snapshot } from '../src/demo/team.ts';
import { drawTree } from '../src/demo/tree.ts';
import { styleFor } from '../src/style.ts';
import { job, session, terminal, turn, worker } from './support/fake-server.ts';

function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return { detail: session('cao-x', terminal()), jobs: [], turn: turn(), ...more };
}

describe('quiet', () => {
  it('is when the conductor has answered and nothing else moves', () => {
    expect(isQuiet(snapshot())).toBe(true);
    const done = worker({ status: 'completed', ready: true });
    expect(isQuiet(snapshot({ detail: session('cao-x', terminal(), done), jobs: [job()] }))).toBe(true);
  });

  it.each([
    ['before the first turn', { turn: undefined }],
    ['while the conductor works', { turn: turn({ state: 'working', ended_at: null }) }],
    ['while a worker works', { detail: session('cao-x', terminal(), worker()) }],
    ['while a worker starts', { detail: session('cao-x', terminal(), worker({ status: 'unknown' })) }],
    ['while a report waits', { detail: session('cao-x', terminal({ pending_messages: 1 })) }],
    ['while a delegation is open', { jobs: [job({ state: 'starting', ended_at: null })] }],
  ])('is not %s', (_case, more) => {
    expect(isQuiet(snapshot(more))).toBe(false);
  });
});

it('knows when the conductor cannot go on', () => {
  expect(failureOf(snapshot())).toBe(undefined);
  expect(failureOf(snapshot({ turn: turn({ state: 'failed', error: 'API error' }) }))).toContain('API error');
  const ended = terminal({ exit_code: null, exit_reason: 'killed by signal 9', status_reason: 'killed by signal 9' });
  expect(failureOf(snapshot({ detail: session('cao-x', ended) }))).toContain('killed by signal 9');
  expect(failureOf(snapshot({ detail: session('cao-x') }))).toBe('the conductor is gone');
});

describe('the tree', () => {
  const style = styleFor({ isTTY: false, columns: 100, rows: 30, write: () => undefined }, {});
  const working = snapshot({
    detail: session(
      'cao-x',
      terminal({ status: 'completed' }),
      worker({ created_at: '2026-11-22T10:00:01.000Z' }),
      worker({
        id: 'cccc0003',
        agent_profile: 'reviewer',
        status: 'waiting_user_answer',
        created_at: '2026-11-22T10:00:03.000Z',
        question: { kind: 'text', text: 'Which file?', options: [] },
      }),
      worker({ id: 'dddd0004', caller_id: 'cccc0003', created_at: '2026-11-22T10:00:04.000Z' }),
    ),
  });

  it('shows who works for whom, what each does, and those who left with what they brought', () => {
    const left = snapshot({
      detail: session('cao-x', terminal(), worker({ id: 'eeee0005', created_at: '2026-11-22T10:00:00.500Z' })),
    });
    const jobs = [job({ terminal_id: 'eeee0005', output: 'greet.js is written.\nmore' })];
    const team = updateTeam(updateTeam([], left), { ...working, jobs });
    const rows = drawTree({
      session: 'cao-x',
      team,
      words: new Map([['bbbb0002', 'I edit greet.js']]),
      elapsed: 12_000,
      frame: 0,
      width: 80,
      style,
    });
    expect(rows.join('\n')).toMatchInlineSnapshot(`
      "cao-x 12s

      ✓ code_supervisor    aaaa0001  done       waits for its workers
      ├─ ✓ developer       eeee0005  left       greet.js is written.
      ├─ ⠋ developer       bbbb0002  works      I edit greet.js
      └─ ? reviewer        cccc0003  asks       Which file?
         └─ ⠋ developer    dddd0004  works"
    `);
  });
});

it('tells events as lines with names', () => {
  const team = updateTeam([], snapshot({ detail: session('cao-x', terminal(), worker()) }));
  const event = (type: CaoEvent['type'], terminalId: string | null, data: Record<string, unknown>): CaoEvent => ({
    id: 1,
    type,
    at: '2026-11-22T10:00:00.000Z',
    session_name: 'cao-x',
    terminal_id: terminalId,
    data,
  });
  const all = [
    event('post_create_session', 'aaaa0001', { session_name: 'cao-x' }),
    event('post_create_terminal', 'aaaa0001', { terminal_id: 'aaaa0001' }),
    event('job_started', 'aaaa0001', { type: 'handoff', agent_profile: 'developer' }),
    event('job_started', 'aaaa0001', { type: 'assign', agent_profile: 'reviewer' }),
    event('turn_started', 'bbbb0002', { origin: 'handoff' }),
    event('turn_completed', 'bbbb0002', {}),
    event('job_finished', 'aaaa0001', { type: 'handoff', state: 'succeeded', worker_id: 'bbbb0002' }),
    event('job_finished', 'aaaa0001', { type: 'assign', state: 'succeeded', worker_id: 'bbbb0002' }),
    event('job_finished', 'aaaa0001', { type: 'assign', state: 'timed_out', worker_id: null }),
    event('message_queued', 'aaaa0001', { sender: 'bbbb0002', receiver: 'aaaa0001' }),
    event('turn_failed', 'bbbb0002', { error: 'API error' }),
    event('post_kill_terminal', 'ffff0000', {}),
    event('terminal_status', 'bbbb0002', { status: 'idle' }),
  ];
  expect(all.map((one) => eventLine(one, team))).toMatchInlineSnapshot(`
    [
      undefined,
      "code_supervisor aaaa0001 is ready",
      "code_supervisor aaaa0001 hands off to developer",
      "code_supervisor aaaa0001 assigns to reviewer",
      "developer bbbb0002 works (handoff)",
      "developer bbbb0002 has finished its turn",
      "code_supervisor aaaa0001 has the answer of developer bbbb0002",
      undefined,
      "assign to -: timed_out",
      "developer bbbb0002 reports to code_supervisor aaaa0001",
      "developer bbbb0002 failed: API error",
      "ffff0000 has left",
      undefined,
    ]
  `);
});
