import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLocalBackend } from '@cao/terminal';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { CASES } from './cases.ts';
import { say, startStage, until, type Stage } from './stage.ts';

const CLI = fileURLToPath(new URL('../../apps/cli/bin/cao.js', import.meta.url));
const DETACH = [
  { type: 'key', key: 'C-\\' },
  { type: 'text', text: 'd' },
] as const;

describe.each(CASES)('R9: $kind, $age version', ({ kind, age }) => {
  let stage: Stage;
  const person = createLocalBackend();

  beforeAll(async () => {
    stage = await startStage({ age, kinds: [kind] });
  });
  afterAll(async () => {
    await person.shutdown();
    await stage[Symbol.asyncDispose]();
  });

  test('attached from a terminal of another size: typing goes in, detaching leaves the agent running and its screen whole', async () => {
    const terminal = await stage.launch(kind, 'attach');
    const before = await stage.client.terminals.screen(terminal.id);
    await person.spawn({
      id: '00000001',
      argv: [process.execPath, CLI, 'attach', terminal.id],
      cwd: stage.home.cwd,
      env: { ...stage.home.env, CAO_API_PORT: String(stage.server.port) },
      size: { cols: 100, rows: 30 },
      logPath: join(stage.home.home, 'attach.log'),
      labels: {},
    });
    const screen = async () => (await person.snapshot('00000001')).lines.join('\n');
    await until(async () => (await screen()).trim() !== '');
    // The agent's screen has taken the size of the person's window.
    await until(async () => (await stage.client.terminals.screen(terminal.id)).cols === 100);
    const type = (text: string) => person.input('00000001', { key: text, steps: [{ type: 'text', text }] });
    await type('SLOW:3:typed by hand');
    await until(async () =>
      (await stage.client.terminals.screen(terminal.id)).lines.join('\n').includes('typed by hand'),
    );
    await person.input('00000001', { key: 'submit', steps: [{ type: 'key', key: 'Enter' }] });
    const turn = await until(async () => {
      const [newest] = await stage.client.terminals.turns(terminal.id, { limit: 1 });
      return newest?.origin === 'terminal' ? newest : undefined;
    });
    await person.input('00000001', { key: 'detach', steps: DETACH });
    await until(async () => (await person.get('00000001'))?.exit !== undefined);
    expect((await person.get('00000001'))?.exit?.code).toBe(0);
    expect(await stage.client.turns.wait(turn.id, { timeoutMs: 30_000 })).toMatchObject({
      state: 'completed',
      reply: 'typed by hand',
    });
    const after = await until(async () => {
      const now = await stage.client.terminals.screen(terminal.id);
      return now.cols === before.cols && now.rows === before.rows ? now : undefined;
    });
    expect(after.cols).toBe(220);
    expect((await stage.ask(terminal.id, say('still fine'))).reply).toBe('still fine');
  }, 180_000);
});
