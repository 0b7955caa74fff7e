// The first session of the README, played by the bundled scripted agent.
import { setTimeout as delay } from 'node:timers/promises';
import { readmeCommand, withOption } from './readme.mjs';

/** Milliseconds. The session takes about ten seconds; a busy machine takes longer. */
const RESULT_MS = 90_000;
const LOOK_MS = 500;

const RESULT = 'Result: greet.js is written, 3 tests pass. Review: approved.';

/** A task in the language of mock_cli: a developer is handed the work and waited for, a reviewer is assigned and calls back. */
const TASK = [
  'Build greet.js with a developer, then have it reviewed.',
  tool('handoff', { agent_profile: 'developer', message: 'SLOW 1 greet.js is written, 3 tests pass.' }),
  tool('assign', {
    agent_profile: 'reviewer',
    message: `THINK 1\n${tool('send_message', { message: '{{tool1.output}} Review: approved.' })}`,
  }),
  'EXPECT 1 Result: {{1}}',
].join('\n');

function tool(name, input) {
  return `TOOL ${name} ${JSON.stringify(input)}`;
}

/** Without a terminal, as the README says for scripts. */
export function launchCommand(workingDirectory) {
  const words = withOption(readmeCommand('cao launch'), '--provider', 'mock_cli');
  const placed = withOption(words, '--working-directory', workingDirectory);
  return [...placed.slice(0, -1), '--headless', '--yolo', TASK];
}

/** The conductor, as soon as its last answer is the one that both workers made. */
export async function waitForResult(cao) {
  const words = [...readmeCommand('cao session status'), '--json'];
  const until = performance.now() + RESULT_MS;
  for (;;) {
    const { conductor } = JSON.parse(await cao(words));
    if (conductor.last_output?.trim() === RESULT) return conductor;
    if (performance.now() > until) throw new Error(`It did not; the conductor: ${JSON.stringify(conductor, null, 2)}`);
    await delay(LOOK_MS);
  }
}
