import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as module from '../../src/plugin/cao-plugin.ts';

interface Hooks {
  event(input: { event: unknown }): Promise<void>;
  'tool.execute.before'(input: { tool: string }): Promise<void>;
  'shell.env'(input: object, output: { env: Record<string, string> }): Promise<void>;
}

const BUSY = { type: 'session.status', properties: { sessionID: 'a', status: { type: 'busy' } } };

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opencode-plugin-'));
  file = join(folder, 'signals.jsonl');
  vi.stubEnv('CAO_SIGNAL_FILE', file);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

async function load(directory = folder): Promise<Hooks> {
  return (await module.CaoPlugin({ directory })) as Hooks;
}

async function written(): Promise<unknown[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

describe('the plugin', () => {
  it('is all that its file exports, since OpenCode calls every export', () => {
    expect(Object.keys(module)).toEqual(['CaoPlugin']);
  });

  it('appends what happens to the signal file, one line each', async () => {
    const hooks = await load();
    await hooks.event({ event: BUSY });
    await hooks.event({ event: { type: 'session.idle', properties: { sessionID: 'a' } } });
    expect(await written()).toMatchObject([{ opencode: 'working' }, { opencode: 'turn_completed', reply: '' }]);
  });

  it('writes nothing where CAO did not start OpenCode', async () => {
    vi.stubEnv('CAO_SIGNAL_FILE', '');
    const hooks = await load();
    await hooks.event({ event: BUSY });
    expect(await written()).toEqual([]);
  });

  it('reports once when the instance of a folder is made anew', async () => {
    const old = await load();
    const hooks = await load();
    await old.event({ event: BUSY });
    await hooks.event({ event: BUSY });
    expect(await written()).toHaveLength(1);
  });

  it('says again that a turn runs, for as long as it does', async () => {
    vi.useFakeTimers();
    const hooks = await load();
    await hooks.event({ event: BUSY });
    vi.advanceTimersByTime(7000);
    await hooks.event({ event: { type: 'session.idle', properties: { sessionID: 'a' } } });
    vi.advanceTimersByTime(7000);
    vi.useRealTimers();
    expect((await written()).map((line) => (line as { opencode: string }).opencode)).toEqual([
      'working',
      'busy',
      'busy',
      'turn_completed',
    ]);
  });

  it('refuses the tools it was told, by name and by beginning', async () => {
    vi.stubEnv('CAO_OPENCODE_DENIED', JSON.stringify(['bash', 'store_*']));
    const hooks = await load();
    await expect(hooks['tool.execute.before']({ tool: 'bash' })).rejects.toThrow('not allowed');
    await expect(hooks['tool.execute.before']({ tool: 'store_put' })).rejects.toThrow('not allowed');
    await expect(hooks['tool.execute.before']({ tool: 'read' })).resolves.toBeUndefined();
  });

  it.each(['not json', '{}', '[1]'])('refuses everything when the list is damaged: %s', async (list) => {
    vi.stubEnv('CAO_OPENCODE_DENIED', list);
    const hooks = await load();
    await expect(hooks['tool.execute.before']({ tool: 'read' })).rejects.toThrow('not allowed');
  });

  it('hides itself from an OpenCode that the agent starts in its shell', async () => {
    vi.stubEnv('CAO_OPENCODE_CONFIG', '{"theme":"mine"}');
    const hooks = await load();
    const output = { env: { KEPT: 'yes' } };
    await hooks['shell.env']({}, output);
    expect(output.env).toEqual({ KEPT: 'yes', CAO_SIGNAL_FILE: '', OPENCODE_CONFIG_CONTENT: '{"theme":"mine"}' });
  });
});
