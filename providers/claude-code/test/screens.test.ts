import { describe, expect, test } from 'vitest';
import { agentFacts, readScreenCases, screenFromText } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';

const cases = readScreenCases({ root: new URL('..', import.meta.url) });
const read = (lines: readonly string[]) => provider.readScreen(screenFromText(lines.join('\n')), agentFacts());

describe('start-up dialogs', () => {
  const dialogs = cases.filter(({ name }) => name.startsWith('start-'));

  test.each(dialogs)('$name: Enter is never pressed on a refusal', ({ screen }) => {
    const { dialog, question } = provider.readScreen(screen, agentFacts());
    const selected = question?.options.find((option) => option.selected === true)?.label ?? '';
    const refusal = /^(No\b|Exit|Continue without)/.test(selected);
    const enters = dialog?.steps.some((step) => step.type === 'key' && step.key === 'Enter') ?? false;
    expect(refusal && enters).toBe(false);
    expect(dialog?.steps.filter((step) => step.type === 'key').length ?? 1).toBe(1);
  });

  test('what a repository or a broken file asks is left to a person', () => {
    const undecided = dialogs.filter(({ screen }) => {
      const { state, dialog } = provider.readScreen(screen, agentFacts());
      return state === 'waiting' && dialog === undefined;
    });
    expect([...new Set(undecided.map(({ name }) => name.replace(/-\d.*$/, '')))]).toEqual([
      'start-imports',
      'start-login',
      'start-login-code',
      'start-mcp-server',
      'start-mcp-servers',
      'start-settings-error',
    ]);
  });
});

describe('the bottom of the screen decides', () => {
  const rule = '─'.repeat(60);
  const box = [rule, '❯ ', rule];

  test('a dialog in an answer is an answer', () => {
    const quoted = [
      '● Here is what it looks like:',
      '',
      `  ${rule}`,
      '   Do you want to proceed?',
      '   ❯ 1. Yes',
      '     2. No',
    ];
    expect(read([...quoted, '', ...box, '  ? for shortcuts'])).toMatchObject({ state: 'ready' });
  });

  test('a spinner in an answer is an answer', () => {
    const quoted = ['● It says', '  ✻ Working… (2s · esc to interrupt)', '', '✻ Cooked for 5s'];
    expect(read([...quoted, '', ...box, '  ? for shortcuts'])).toMatchObject({ state: 'ready' });
  });

  test('a dialog whose command quotes a start-up dialog is not one', () => {
    const heading = [rule, ' Bash command', '   echo Detected a custom API key in your environment', ''];
    const reading = read([...heading, ' Do you want to proceed?', '   1. Yes', ' ❯ 2. No', '', ' Esc to cancel']);
    expect(reading).toMatchObject({ state: 'waiting', question: { kind: 'permission', tool: 'Bash' } });
    expect(reading.dialog).toBeUndefined();
  });

  test('an unknown picker is a question without an answer of ours', () => {
    const reading = read([
      rule,
      ' A question of a later version',
      '',
      '   First',
      ' ❯ Second',
      '',
      ' Enter to confirm',
    ]);
    expect(reading).toMatchObject({
      state: 'waiting',
      question: { options: [{ label: 'First' }, { label: 'Second', selected: true }] },
    });
    expect(reading.dialog).toBeUndefined();
  });

  test('a placeholder is no text', () => {
    const lines = [rule, '❯ Try "fix lint errors"', rule];
    const reading = provider.readScreen(screenFromText(lines.join('\n'), { faint: [[1, 3, 23]] }), agentFacts());
    expect(reading.composer).toBe('');
    expect(read(lines).composer).toBe('Try "fix lint errors"');
  });

  test('a prompt taken back hides older marks', () => {
    const above = ['● API Error: 400 no', ''];
    expect(read([...above, ...box]).outcome).toEqual({ type: 'failed', error: 'API Error: 400 no' });
    expect(read([...above, rule, '❯ taken back', rule]).outcome).toBeUndefined();
  });
});

describe('reply on the screen', () => {
  const conversation = [
    '❯ first',
    '',
    '● one',
    '',
    '✻ Cooked for 1s',
    '',
    '❯ second',
    '',
    '● two',
    '',
    '  more',
    '',
    '✻ Cooked for 1s',
  ];
  const box = ['─'.repeat(60), '❯ ', '─'.repeat(60)];

  test('belongs to the prompt that was asked', () => {
    expect(provider.readReply([...conversation, ...box], 'second')).toBe('two\n\nmore');
    expect(provider.readReply([...conversation, ...box], 'first')).toBeUndefined();
    expect(provider.readReply([...conversation, ...box], '/unknown')).toBeUndefined();
  });

  test('is what came after the last tool, in all its blocks', () => {
    const lines = [
      '❯ go',
      '',
      '● before',
      '',
      '● Bash(echo hi)',
      '  ⎿  hi',
      '',
      '● after',
      '',
      '● and more',
      '',
      ...box,
    ];
    expect(provider.readReply(lines, 'go')).toBe('after\n\nand more');
  });
});
