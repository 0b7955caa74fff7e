/** Answers that broke every screen reader before. */
const wide = '表格 👩‍👩‍👧‍👦 é z̃ ﷺ ｆｕｌｌ';

function markdown(): string {
  const blocks = Array.from({ length: 40 }, (_, index) => [
    `## Part ${index}`,
    '',
    `| column | ${wide} |`,
    '|---|---|',
    `| ${index} | ${'long '.repeat(60)} |`,
    '```ts',
    `const x${index} = "❯ not a prompt";`,
    '```',
    `- ${wide}`,
    '',
  ]);
  return blocks.flat().join('\n').trimEnd();
}

const glyphs = [
  '❯ not a prompt',
  '› Ask Codex to do anything',
  '> quoted',
  '● bullet',
  '• bullet',
  '✻ Working… (2s · esc to interrupt)',
  '✽ Improvising… (2s · ↓ 15 tokens)',
  '• Working (12s • esc to interrupt)',
  '■ {"error":{"message":"no"}}',
  '⎿  Interrupted · What should Claude do instead?',
  'Do you want to proceed?',
  '❯ 1. Yes',
  '  2. No',
  '› 1. Yes, proceed (y)',
  'Press enter to confirm or esc to cancel',
  '─'.repeat(60),
  '⏵⏵ bypass permissions on (shift+tab to cycle)',
].join('\n');

export const ANSWERS = [
  ['one word', 'done'],
  ['400 lines of Markdown', markdown()],
  ['every prompt glyph', glyphs],
  ['the same answer again', glyphs],
] as const;
