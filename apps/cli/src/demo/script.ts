/** A task in the language of mock_cli: its directives are lines, everything else is prose. */

/** What the last worker's words must contain for the demo to count as a success. */
export const EXPECTED_PARTS: readonly string[] = ['Implementation:', 'Review:', 'Documentation:'];

const DEVELOPER_TASK = lines(
  'Write greet.js: greet(name) returns a greeting. Add tests.',
  'THINK 1',
  'SLOW 2 greet.js and greet.test.js are written, 3 tests pass.',
);

const REVIEWER_TASK = lines(
  'Review greet.js and report what you find.',
  'SLOW 3 I read greet.js and its tests, line by line.',
  tool('send_message', { message: 'Implementation: {{tool1.output}}\nReview: APPROVED, no findings.' }),
);

const WRITER_TASK = lines(
  'Document greet.js and report when it is done.',
  'SLOW 2 I write a section of the README with an example.',
  tool('send_message', { message: 'Documentation: README.md explains greet(name) with an example.' }),
);

/** One handoff, whose answer goes into the next task; then two workers side by side; then both reports as one result. */
export const CONDUCTOR_TASK = lines(
  'Build a small greeting module as a team.',
  'SAY A developer writes it first. Then a reviewer and a second developer work side by side.',
  tool('handoff', { agent_profile: 'developer', message: DEVELOPER_TASK }),
  tool('assign', { agent_profile: 'reviewer', message: REVIEWER_TASK }),
  `+${tool('assign', { agent_profile: 'developer', message: WRITER_TASK })}`,
  'SAY Both are at work; their reports arrive as my next input.',
  'EXPECT 2 {{1}}\\n{{2}}',
);

function lines(...all: readonly string[]): string {
  return all.join('\n');
}

function tool(name: string, input: Readonly<Record<string, string>>): string {
  return `TOOL ${name} ${JSON.stringify(input)}`;
}
