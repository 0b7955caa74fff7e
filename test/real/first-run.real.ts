import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { say, startStage, type Age, type CliName } from './stage.ts';

const CASES = (['current', 'old'] as Age[]).flatMap((age) =>
  (['claude', 'codex'] as CliName[]).map((kind) => ({ age, kind })),
);

test.each(CASES)(
  'R7: a home in which nothing was answered: $kind, $age version',
  async ({ age, kind }) => {
    await using stage = await startStage({ age, state: 'first-run' });
    const config = join(stage.home.home, '.codex', 'config.toml');
    const before = await readFile(config, 'utf8');
    const terminal = await stage.launch(kind, 'first');
    expect(terminal).toMatchObject({ status: 'idle', ready: true });
    expect((await stage.ask(terminal.id, say('first words'))).reply).toBe('first words');
    // What a person wrote is still there; the CLI itself may add what it remembers.
    expect((await readFile(config, 'utf8')).startsWith(before.trimEnd())).toBe(true);
  },
  180_000,
);
