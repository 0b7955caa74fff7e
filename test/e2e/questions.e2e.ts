import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

let cao: Cao;

beforeAll(async () => {
  cao = await startCao();
});
afterAll(() => cao[Symbol.asyncDispose]());

const ASKING = 'ASK Delete the build folder? | Yes | No\nSAY you said {{answer}}';

async function asking(session: string) {
  return until(async () => {
    const [worker] = await workersOf(cao.client, session);
    return worker?.status === 'waiting_user_answer' && worker.question ? worker : undefined;
  });
}

test('a question ends the tool call, not the job: a person answers and the result arrives as a message', async () => {
  const conductor = await cao.launch('person');
  const script = [tool('handoff', { agent_profile: 'developer', message: ASKING }), 'EXPECT 1 SAY heard: {{1}}'];
  const first = cao.ask(conductor.id, script.join('\n'));
  const worker = await asking('cao-person');
  expect(worker.question).toMatchObject({ text: expect.stringContaining('Delete the build folder?') });
  expect((await first).reply).toContain(worker.id);
  await cao.client.terminals.answer(worker.id, 'Yes');
  const heard = await until(async () => {
    const [newest] = await cao.client.terminals.turns(conductor.id, { limit: 1 });
    return newest?.origin === 'send_message' && newest.state === 'completed' ? newest : undefined;
  });
  expect(heard.reply).toContain('you said Yes');
});

test('a conductor answers its worker and waits for the result', async () => {
  const conductor = await cao.launch('answering');
  await cao.ask(conductor.id, tool('handoff', { agent_profile: 'developer', message: ASKING }));
  const worker = await asking('cao-answering');
  const answered = await cao.ask(
    conductor.id,
    [
      tool('answer_user_prompt', { terminal_id: worker.id, answer: 'No' }),
      tool('wait_for_worker', { terminal_id: worker.id }),
    ].join('\n'),
  );
  expect(answered.reply).toContain('you said No');
});

test('the mailbox types nothing into a question', async () => {
  const conductor = await cao.launch('mail');
  const { turn_id } = await cao.client.terminals.input(conductor.id, { message: ASKING });
  await until(async () => (await cao.client.terminals.get(conductor.id)).status === 'waiting_user_answer');
  const other = await cao.launch('mail2');
  await cao.client.inbox.send(conductor.id, { sender_id: other.id, message: 'SAY later' });
  const screen = await cao.client.terminals.screen(conductor.id);
  expect(screen.lines.join('\n')).not.toContain('SAY later');
  expect(await cao.client.inbox.list(conductor.id, { limit: 5 })).toMatchObject([{ status: 'pending' }]);
  await cao.client.terminals.answer(conductor.id, 'Yes');
  const answered = await until(async () => {
    const turn = await cao.client.turns.get(turn_id);
    return turn.state === 'completed' ? turn : undefined;
  });
  expect(answered.reply).toBe('you said Yes');
  const [message] = await until(async () => {
    const messages = await cao.client.inbox.list(conductor.id, { limit: 5 });
    return messages[0]?.status === 'delivered' ? messages : undefined;
  });
  expect(message?.attempts).toBe(1);
});

test('an answer that fits no option is refused with the options', async () => {
  const conductor = await cao.launch('wrong');
  await cao.client.terminals.input(conductor.id, { message: ASKING });
  await until(async () => (await cao.client.terminals.get(conductor.id)).status === 'waiting_user_answer');
  await expect(cao.client.terminals.answer(conductor.id, 'Perhaps')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(cao.client.terminals.input(conductor.id, { message: 'SAY x' })).rejects.toMatchObject({
    code: 'not_ready',
  });
});

test('whoever waits for an answer hears what is asked, however early the hook told that something is', async () => {
  const conductor = await cao.launch('early');
  for (let round = 0; round < 20; round++) {
    const asked = await cao.ask(conductor.id, `ASK Delete file ${round}? | Yes | No\nSAY went`);
    expect(asked).toMatchObject({ state: 'needs_input', question: { text: `Delete file ${round}?` } });
    await cao.client.terminals.answer(conductor.id, 'Yes');
    expect(await cao.client.turns.wait(asked.id, { timeoutMs: 10_000 })).toMatchObject({ state: 'completed' });
  }
});
