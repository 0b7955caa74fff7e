import { CLI_PROGRAM, run } from '@cao/testkit';
import { expect, test } from 'vitest';
import { EXAMPLE, fill } from '../conformance/snippets.ts';
import { call, say, startStage } from './stage.ts';

test('the complete example of the session skill runs on Claude Code', async () => {
  await using stage = await startStage({ kinds: ['claude'] });
  await stage.home.addProgram(CLI_PROGRAM, 'cao');
  // The model is scripted, so its script goes along with the words.
  const script = [
    call('handoff', { agent_profile: 'developer', message: say('hello.py prints hello') }),
    call('handoff', { agent_profile: 'reviewer', message: say('hello.py is approved') }),
    'REPORT:',
  ];
  const words = 'Delegate to developer, then reviewer.';
  const example = fill(EXAMPLE, {
    '--agents code_supervisor': '--agents code_supervisor --provider claude_code',
    '/path/to/project': stage.home.cwd,
    [words]: [words, ...script].join('\n').replaceAll(/["\\]/g, String.raw`\$&`),
  });
  const env = { ...stage.env, CAO_API_PORT: String(stage.server.port) };
  const ran = await run('/bin/bash', ['--norc', '-euc', example], { env, cwd: stage.home.cwd, timeoutMs: 150_000 });
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stdout).toMatch(/^Provider: claude_code$/m);
  expect(ran.stdout).toMatch(/^Status: {3}completed$/m);
  expect(ran.stdout).toContain('hello.py is approved');
  expect(ran.stdout).toContain("✓ Shutdown session 'cao-my-task'");
  expect(await stage.client.sessions.list()).toEqual([]);
});
