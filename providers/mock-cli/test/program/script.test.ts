import { describe, expect, it } from 'vitest';
import { DIRECTIVES, parseScript } from '../../src/program/script.ts';

const stepsOf = (text: string) => {
  const { steps, problem } = parseScript(text);
  expect(problem).toBeUndefined();
  return steps;
};

describe('the script grammar', () => {
  it('knows these directives and no others', () => {
    expect(DIRECTIVES.toSorted().join(' ')).toMatchInlineSnapshot(
      `"ASK CRASH ECHO EXIT EXPECT FAIL GARBAGE HANG HUGE NATIVE RECALL RECORD REPEAT RETRY SAY SAYJSON SILENT SLOW SYSTEM THINK TOOL"`,
    );
  });

  it('reads every directive', () => {
    const script = [
      'SAY one\\ntwo \\\\n {{answer}}',
      'SAYJSON "exact \\u00e9\\n"',
      'SLOW 1.5 some words',
      'REPEAT 3 ab\\n',
      'THINK 2',
      'SILENT 0.5',
      'RETRY 3',
      'HUGE 200',
      'GARBAGE',
      'GARBAGE 7',
      'ASK Go on? | Yes, please | No',
      'ASK What is your name?',
      'NATIVE bash {"command":"ls"}',
      'TOOL handoff {"message":"SAY a\\nSAY b"}',
      '+TOOL assign {}',
      'TOOL list_terminals',
      'FAIL out of tokens',
      'CRASH 3',
      'CRASH SIGKILL',
      'RECORD /tmp/x y',
      'EXPECT 2 got {{1}}\\nand {{2}}',
      'EXIT',
      'HANG',
      'RECALL',
      'SYSTEM',
      'ECHO',
    ].join('\n');
    expect(stepsOf(script)).toEqual([
      { do: 'say', text: 'one\ntwo \\n {{answer}}' },
      { do: 'say', text: 'exact é\n', exact: true },
      { do: 'slow', seconds: 1.5, text: 'some words' },
      { do: 'repeat', times: 3, text: 'ab\n' },
      { do: 'think', seconds: 2 },
      { do: 'silent', seconds: 0.5 },
      { do: 'retry', seconds: 3 },
      { do: 'huge', lines: 200 },
      { do: 'garbage', seed: 1 },
      { do: 'garbage', seed: 7 },
      { do: 'ask', question: 'Go on?', options: ['Yes, please', 'No'] },
      { do: 'ask', question: 'What is your name?', options: [] },
      { do: 'native', tool: 'bash', input: { command: 'ls' } },
      {
        do: 'tools',
        calls: [
          { name: 'handoff', args: { message: 'SAY a\nSAY b' } },
          { name: 'assign', args: {} },
        ],
      },
      { do: 'tools', calls: [{ name: 'list_terminals', args: {} }] },
      { do: 'fail', message: 'out of tokens' },
      { do: 'crash', how: '3' },
      { do: 'crash', how: 'SIGKILL' },
      { do: 'record', path: '/tmp/x y' },
      { do: 'expect', count: 2, template: 'got {{1}}\nand {{2}}' },
      { do: 'exit' },
      { do: 'hang' },
      { do: 'recall' },
      { do: 'system' },
      { do: 'echo' },
    ]);
  });

  it('ignores prose around directives', () => {
    const wrapped =
      '[CAO Handoff] from 0a1b2c3d.\n\nPlease do this:\nSAY hi\r\n SAY indented\nSAYING\nsay low\n\n[Assigned by terminal x.]';
    expect(stepsOf(wrapped)).toEqual([{ do: 'say', text: 'hi' }]);
    expect(stepsOf('no directive at all')).toEqual([]);
    expect(stepsOf('constructor\ntoString\n__proto__')).toEqual([]);
  });

  it('takes what follows ECHO for data', () => {
    expect(stepsOf('RECORD r\nECHO\nSLOW down\nEXIT')).toEqual([{ do: 'record', path: 'r' }, { do: 'echo' }]);
  });

  it('begins a new group with a +TOOL that follows no TOOL', () => {
    expect(stepsOf('SAY a\n+TOOL x\n+TOOL y')).toEqual([
      { do: 'say', text: 'a' },
      {
        do: 'tools',
        calls: [
          { name: 'x', args: {} },
          { name: 'y', args: {} },
        ],
      },
    ]);
  });

  it.each([
    ['SAY fine\nSLOW fast text', 'line 2: SLOW needs seconds'],
    ['THINK', 'line 1: THINK needs seconds'],
    ['HUGE 0', 'line 1: HUGE needs a number from 1 to 1000000'],
    ['SAYJSON {"a":1}', 'line 1: SAYJSON needs a JSON string'],
    ['TOOL handoff {bad}', 'line 1: TOOL needs valid JSON'],
    ['TOOL handoff ["a"]', 'line 1: TOOL needs a JSON object'],
    ['TOOL', 'line 1: TOOL needs the name of a tool'],
    ['ASK | a | b', 'line 1: ASK needs a question'],
    ['CRASH now', 'line 1: CRASH needs an exit code or the name of a signal'],
    ['EXIT please', 'line 1: EXIT takes nothing'],
    ['RECORD', 'line 1: RECORD needs a path'],
    ['EXPECT 1 fine\\nTHINK hard', 'line 1: EXPECT template, line 2: THINK needs seconds'],
  ])('refuses %j', (text, problem) => {
    expect(parseScript(text)).toEqual({ steps: [], problem });
  });

  it('reads a long line of blanks at once', () => {
    expect(stepsOf(`SAY ${' '.repeat(500_000)}x`)).toEqual([{ do: 'say', text: 'x' }]);
  });
});
