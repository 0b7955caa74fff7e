import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCao, type Cao } from './support.ts';

let cao: Cao;
let terminal: string;

beforeAll(async () => {
  cao = await startCao();
  terminal = (await cao.launch('input')).id;
});
afterAll(() => cao[Symbol.asyncDispose]());

const lines = Array.from({ length: 500 }, (_, index) => `line ${index} "quoted" $HOME \`tick\``).join('\n');

test.each([
  ['one character', 'x'],
  ['quotes and variables', `'single' "double" $VAR \${HOME} \`whoami\` $(id) \\ %s !!`],
  ['tabs', 'a\tb\t\tc'],
  ['500 lines', lines],
  ['100 KB', 'x'.repeat(1000).concat('\n').repeat(100)],
  ['wide and combining characters', '表 👩‍👩‍👧‍👦 z̃ ﷺ'],
])('%s arrive byte for byte', async (_name, text) => {
  const turn = await cao.ask(terminal, `ECHO\n${text}`);
  expect(turn.reply).toBe(`ECHO\n${text}`);
});

test('line ends are unified and escape sequences made harmless', async () => {
  const turn = await cao.ask(terminal, 'ECHO\na\r\nb\u001B[201~\u001B[31mc');
  expect(turn.reply).toBe('ECHO\na\nb\u241B[201~\u241B[31mc');
});
