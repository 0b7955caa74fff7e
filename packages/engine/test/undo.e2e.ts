import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TerminalBackend } from '@cao/terminal';
import { describe, expect, test } from 'vitest';
import { bench, type Bench } from './support.ts';

const refuses = (): Promise<never> => Promise.reject(new Error('the disk is full'));

/** A terminal host that fails at some of its work, as long as `fails` says so. */
function failing(
  part: Partial<TerminalBackend>,
  fails: () => boolean = () => true,
): (real: TerminalBackend) => TerminalBackend {
  return (real) =>
    new Proxy(real, {
      get: (target, key) => (key in part && fails() ? { ...part } : target)[key as keyof TerminalBackend],
    });
}

const filesOf = ({ home }: Bench, id: string): readonly string[] =>
  ['scratch', 'signals'].flatMap((folder) =>
    existsSync(join(home, folder)) ? readdirSync(join(home, folder)).filter((name) => name.startsWith(id)) : [],
  );

describe('a launch whose program cannot be started', () => {
  test('leaves no session, no terminal, no file, and its name is free', async () => {
    let broken = true;
    const ids: string[] = [];
    const spawn: TerminalBackend['spawn'] = ({ id }) => {
      ids.push(id);
      return refuses();
    };
    await using on = await bench(
      {},
      failing({ spawn }, () => broken),
    );
    await expect(on.launch('undone', '--start-delay 1')).rejects.toMatchObject({ code: 'launch_failed' });

    expect(on.engine.sessions.list()).toEqual([]);
    expect(on.state.terminals.listLive()).toEqual([]);
    expect(ids.flatMap((id) => filesOf(on, id))).toEqual([]);
    broken = false;
    const again = await on.launch('undone');
    expect(on.state.sessions.byName('cao-undone')?.env).toEqual({});
    expect(again).toMatchObject({ ready: true });
  });
});

describe('a terminal that is removed', () => {
  test('leaves its text to be read', async () => {
    await using on = await bench();
    const { id } = await on.launch('kept');
    await on.ask(id, 'SAY words to keep');
    await on.engine.terminals.remove(id);
    expect(await readFile(join(on.home, 'logs', `${id}.scrollback`), 'utf8')).toContain('words to keep');
    expect(JSON.parse(await readFile(join(on.home, 'logs', `${id}.snapshot.json`), 'utf8'))).toMatchObject({
      terminal_id: id,
      session_name: 'cao-kept',
    });
  });

  test('goes although its text could not be kept', async () => {
    await using on = await bench({}, failing({ render: refuses }));
    const { id } = await on.launch('unkept');
    await on.engine.terminals.remove(id);
    expect(on.engine.sessions.list()).toEqual([]);
  });

  test('and whose program could not be ended, is told as a failure, and its session is gone all the same', async () => {
    let broken = true;
    await using on = await bench(
      {},
      failing({ remove: refuses }, () => broken),
    );
    const { id } = await on.launch('stubborn');
    expect(await on.engine.sessions.remove('cao-stubborn')).toEqual({
      success: false,
      deleted: ['cao-stubborn'],
      errors: [`ending the program of terminal ${id} failed: the disk is full`],
    });
    expect(on.engine.sessions.list()).toEqual([]);
    broken = false;
  });
});
