import { CLIS, type CliDefinition } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { say, startStage, type Stage } from './stage.ts';

const lines = Array.from({ length: 500 }, (_, index) => `line ${index} "q" $HOME \`t\``).join('\n');

const INPUTS = [
  ['one character', 'x'],
  ['quotes, variables, backticks', `'a' "b" $VAR \${HOME} \`id\` $(id) \\ !!`],
  ['500 lines', lines],
  ['100 KB', `${'y'.repeat(999)}\n`.repeat(100).trimEnd()],
  ['wide characters', '表 👩‍👩‍👧‍👦 z̃'],
] as const;

describe.each(CASES)('R6: $kind, $age version', ({ age, kind }) => {
  const { command }: CliDefinition = CLIS[kind];
  let stage: Stage;
  let terminal: string;

  beforeAll(async () => {
    stage = await startStage({ age, kinds: [kind] });
    terminal = (await stage.launch(kind, 'input')).id;
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test.each(INPUTS)(
    '%s reach the model as typed',
    async (_name, text) => {
      const turn = await stage.ask(terminal, `${text}\n${say('got it')}`);
      expect(turn).toMatchObject({ state: 'completed', reply: 'got it' });
      const got = stage.model.userTexts(kind).at(-1) ?? '';
      expect(
        got.includes(text),
        `the model got ${got.length} characters, starting ${JSON.stringify(got.slice(0, 80))}`,
      ).toBe(true);
    },
    120_000,
  );

  test.each(['/help me', '! ls', '@file', '# note'])(
    'another agent’s text that begins with %s arrives as text',
    async (text) => {
      const { turn_id } = await stage.client.terminals.input(terminal, {
        message: `${text}\n${say('text')}`,
        sender_id: 'abcd1234',
        orchestration_type: 'send_message',
      });
      expect(await stage.client.turns.wait(turn_id, { timeoutMs: 60_000 })).toMatchObject({
        state: 'completed',
        reply: 'text',
      });
      expect(stage.model.userTexts(kind).at(-1)).toContain(text);
    },
    120_000,
  );

  // Gemini, Kimi and Copilot have no command that opens neither a turn nor a dialog.
  test.runIf(command)(
    'a person’s command of the CLI is run by it, and the next input works',
    async () => {
      const before = stage.model.requests(kind).length;
      const turn = await stage.ask(terminal, command ?? '');
      // What it printed, if it printed something: nobody else tells.
      expect(turn).toMatchObject({ state: 'completed', reply_source: turn.reply === null ? null : 'screen' });
      expect(
        stage.model
          .requests(kind)
          .slice(before)
          .some(({ prompt }) => prompt?.includes(command ?? '')),
      ).toBe(false);
      expect(await stage.ask(terminal, say('after the command'))).toMatchObject({ reply: 'after the command' });
    },
    120_000,
  );

  test('escape sequences are made harmless and line ends unified', async () => {
    const turn = await stage.ask(terminal, `a\r\nb\u001B[201~\u001B[31mc\td\n${say('harmless')}`);
    expect(turn.reply).toBe('harmless');
    expect(stage.model.userTexts(kind).at(-1)).toContain('a\nb\u241B[201~\u241B[31mc');
  }, 120_000);
});
