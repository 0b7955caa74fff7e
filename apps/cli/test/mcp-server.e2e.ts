import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { realStand } from './support/stand.ts';

const CAO = fileURLToPath(new URL('../bin/cao.js', import.meta.url));

it('cao mcp-server speaks the protocol on stdio, nothing else, and ends with its input', async () => {
  await using stand = await realStand();
  await stand.ok('server', 'start');
  const child = spawn(process.execPath, [CAO, 'mcp-server'], {
    env: { ...stand.env, CAO_TERMINAL_ID: 'aaaa0001', CAO_TOKEN: 'unknown' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const clientInfo = { name: 'test', version: '1' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
  const [first] = (await once(lines, 'line')) as [string];
  expect(JSON.parse(first)).toMatchObject({ jsonrpc: '2.0', id: 1 });
  child.stdin.end();
  expect(await exited).toEqual([0, null]);
});
