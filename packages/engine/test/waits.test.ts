import type { Terminal } from '@cao/contracts';
import type { JobRecord, TurnRecord } from '@cao/state';
import { expect, test } from 'vitest';
import { waitsOf, type WaitFacts } from '../src/sessions/waits.ts';

const at = (minute: number): number => Date.UTC(2026, 5, 1, 9, minute);
const [BOSS, WORKER] = ['aaaaaaaa', 'bbbbbbbb'];

const terminal = (id: string, fields: Partial<Terminal> = {}): Terminal =>
  ({
    id,
    agent_profile: id === BOSS ? 'code_supervisor' : 'developer',
    status: 'processing',
    status_since: new Date(at(5)).toISOString(),
    ready: false,
    question: null,
    exit_reason: null,
    pending_messages: 0,
    ...fields,
  }) as Terminal;

const turn = (fields: Partial<TurnRecord>): TurnRecord =>
  ({
    id: 't_1',
    terminalId: WORKER,
    senderId: BOSS,
    state: 'working',
    submittedAt: at(1),
    endedAt: null,
    ...fields,
  }) as TurnRecord;

const job = (fields: Partial<JobRecord> = {}): JobRecord =>
  ({
    id: 'j_1',
    type: 'handoff',
    callerId: BOSS,
    terminalId: WORKER,
    turnId: 't_1',
    agentProfile: 'developer',
    createdAt: at(0),
    deadlineAt: at(10),
    ...fields,
  }) as JobRecord;

function waits(facts: Partial<WaitFacts>): object[] {
  const all = { terminals: [terminal(BOSS), terminal(WORKER)], jobs: [], assigned: [], handed: [], mail: [], ...facts };
  return waitsOf({ session: 'cao-x', ...all }).map(({ terminal_id: who, for: what, on, since, text, hint }) => ({
    who: `${who} ${what} ${on ?? '-'} ${since.slice(14, 16)}`,
    text,
    hint,
  }));
}

test('a quiet session waits for nothing', () => {
  expect(waits({})).toEqual([]);
  expect(waits({ assigned: [{ turn: turn({ state: 'completed', endedAt: at(2) }), reported: true }] })).toEqual([]);
});

test.each<[string, Partial<WaitFacts>, string, string, string | null]>([
  [
    'a conductor in a handoff',
    { jobs: [job()], handed: [turn({})] },
    `${BOSS} worker ${WORKER} 00`,
    'code_supervisor aaaaaaaa waits for developer bbbbbbbb (handoff), which is processing',
    null,
  ],
  [
    'a conductor whose worker is being made',
    { jobs: [job({ terminalId: null, turnId: null })] },
    `${BOSS} worker - 00`,
    'code_supervisor aaaaaaaa waits for a new developer (handoff), which is being created',
    null,
  ],
  [
    'a conductor whose assigned worker is at it',
    { assigned: [{ turn: turn({}), reported: false }] },
    `${BOSS} report ${WORKER} 01`,
    'code_supervisor aaaaaaaa is to get a report from developer bbbbbbbb (assign), which is processing',
    null,
  ],
  [
    'a worker that finished and forgot to report',
    {
      terminals: [terminal(BOSS), terminal(WORKER, { status: 'completed', ready: true })],
      assigned: [{ turn: turn({ state: 'completed', endedAt: at(3) }), reported: false }],
    },
    `${BOSS} report ${WORKER} 03`,
    'developer bbbbbbbb has finished without a report to code_supervisor aaaaaaaa, and is completed',
    "cao session send cao-x 'send your results to terminal aaaaaaaa' --terminal bbbbbbbb",
  ],
  [
    'a worker that was interrupted',
    {
      terminals: [terminal(BOSS), terminal(WORKER, { status: 'idle', ready: true })],
      assigned: [{ turn: turn({ state: 'interrupted', endedAt: at(3) }), reported: false }],
    },
    `${BOSS} report ${WORKER} 03`,
    'developer bbbbbbbb stopped (interrupted) without a report to code_supervisor aaaaaaaa, and is idle',
    "cao session send cao-x 'continue your work, then send results to terminal aaaaaaaa' --terminal bbbbbbbb",
  ],
  [
    'a worker that died',
    {
      terminals: [terminal(BOSS), terminal(WORKER, { status: 'error', exit_reason: 'killed by signal 9' })],
      assigned: [{ turn: turn({ state: 'lost', endedAt: at(3) }), reported: false }],
    },
    `${BOSS} report ${WORKER} 03`,
    'developer bbbbbbbb stopped (lost) without a report to code_supervisor aaaaaaaa, and has ended: killed by signal 9',
    null,
  ],
  [
    'a handoff that timed out while its worker goes on',
    { handed: [turn({})] },
    `${WORKER} nobody ${BOSS} 01`,
    'developer bbbbbbbb still works on a handoff that code_supervisor aaaaaaaa no longer waits for',
    null,
  ],
  [
    'a handoff that was finished after its time',
    { handed: [turn({ state: 'completed', endedAt: at(4) })] },
    `${WORKER} nobody ${BOSS} 04`,
    'developer bbbbbbbb has finished a handoff that code_supervisor aaaaaaaa no longer waits for',
    "cao session send cao-x 'the answer of your worker bbbbbbbb is there: call wait_for_worker' --terminal aaaaaaaa",
  ],
  [
    'a worker that asks',
    {
      terminals: [
        terminal(BOSS),
        terminal(WORKER, {
          status: 'waiting_user_answer',
          question: { kind: 'permission', text: '\nRun it?\nrm -rf x', options: [] },
        }),
      ],
    },
    `${WORKER} answer - 05`,
    'developer bbbbbbbb asks a person: Run it?',
    'cao session answer cao-x ANSWER --terminal bbbbbbbb',
  ],
  [
    'messages that wait for a busy conductor',
    {
      terminals: [terminal(BOSS, { pending_messages: 2 }), terminal(WORKER)],
      mail: [{ receiverId: BOSS, senderId: WORKER, since: at(6) }],
    },
    `${BOSS} inbox ${WORKER} 06`,
    '2 messages wait for code_supervisor aaaaaaaa, which is processing',
    null,
  ],
])('%s', (_what, facts, who, text, hint) => {
  expect(waits(facts)).toEqual([{ who, text, hint }]);
});

test('the longest wait comes first', () => {
  const assigned = [{ turn: turn({ id: 't_2' }), reported: false }];
  expect(waits({ jobs: [job()], assigned }).map((each) => (each as { who: string }).who.slice(-2))).toEqual([
    '00',
    '01',
  ]);
});
