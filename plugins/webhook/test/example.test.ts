import { readFileSync } from 'node:fs';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { startScriptedServer } from '@cao/testkit';
import { expect, test } from 'vitest';
import { plugin } from '../examples/call-me.ts';

const source = readFileSync(new URL('../examples/call-me.ts', import.meta.url), 'utf8');
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the shortest useful plugin is at most 15 lines, stands in the README, and works', async () => {
  expect(source.trim().split('\n').length).toBeLessThanOrEqual(15);
  expect(readme).toContain(source);

  await using server = await startScriptedServer();
  const mounted = await mountPlugin(plugin, { options: { url: server.url } });
  await mounted.emit(sampleEvent('needs_input', { question: { kind: 'permission', text: 'Run it?', options: [] } }));
  expect(server.requests).toMatchObject([{ method: 'POST', body: 'cao-sample needs you: Run it?' }]);
});
