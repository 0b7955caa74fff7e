import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpawnSpec } from '../backend.ts';
import type { Stage } from './stage.ts';

/** Starting programs: what they get, and why they are refused. */
export function startContract(stage: Stage): void {
  test('a spawned terminal is listed with its facts, and spawning it again returns the same', async () => {
    const facts = await stage.spawn(['cat'], { labels: { session: 'one' } });
    expect(facts).toMatchObject({ size: { cols: 80, rows: 24 }, title: '', exit: undefined, viewers: 0 });
    expect(facts.labels).toEqual({ session: 'one' });
    const again = await stage.spawn(['cat'], { id: facts.id });
    expect(again).toEqual(facts);
    expect(await stage.backend.get(facts.id)).toEqual(facts);
    expect((await stage.backend.list()).filter(({ id }) => id === facts.id)).toEqual([facts]);
    expect(await stage.backend.get('00000000')).toBeUndefined();
  });

  test('spawning one id many times at once starts one program', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => stage.spawn(['cat'], { id: 'aaaa0001' })));
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
  });

  test('a program gets its environment and nothing else, its directory and its size', async () => {
    const { id } = await stage.spawn(['sh', '-c', 'env | sort; pwd; stty size'], {
      env: { PATH: '/usr/bin:/bin', GREETING: 'hello there', LANG: 'xx_YY.UTF-8', PERL5OPT: '-MNo::Such' },
      size: { cols: 91, rows: 33 },
    });
    await stage.exited(id);
    const lines = (await stage.screen(id)).split('\n').filter((line) => !/^(_|PWD|OLDPWD|SHLVL)=/.test(line));
    expect(lines).toEqual([
      'COLORTERM=truecolor',
      'GREETING=hello there',
      'LANG=xx_YY.UTF-8',
      'PATH=/usr/bin:/bin',
      'PERL5OPT=-MNo::Such',
      'TERM=xterm-256color',
      stage.directory,
      '33 91',
    ]);
  });

  test('a program inherits no open file of the backend and of no other terminal', async () => {
    await stage.spawn(['cat']);
    await stage.spawn(['cat']);
    const { id } = await stage.spawn(['sh', '-c', 'for handle in /proc/$$/fd/*; do readlink $handle; done']);
    await stage.exited(id);
    expect(new Set((await stage.screen(id)).split('\n').map((line) => line.replace(/\d+$/, 'N')))).toEqual(
      new Set(['/dev/pts/N']),
    );
  });

  test('what cannot start is refused with the reason', async () => {
    const plain = join(stage.directory, 'plain');
    const orphan = join(stage.directory, 'orphan');
    await writeFile(plain, 'text');
    await writeFile(orphan, '#!/no/such/interpreter\n');
    await chmod(orphan, 0o755);
    const refusal = async (argv: SpawnSpec['argv'], changes: Partial<SpawnSpec> = {}): Promise<unknown> =>
      stage.spawn(argv, changes).then(
        () => 'started',
        (error: { code?: string; message?: string }) => `${error.code}: ${error.message}`,
      );
    const refusals = [
      await refusal(['no-such-program']),
      await refusal([plain]),
      await refusal([orphan]),
      await refusal(['cat'], { cwd: join(stage.directory, 'missing') }),
      await refusal(['cat'], { cwd: plain }),
      await refusal(['cat', 'x'.repeat(200_000)]),
      await refusal(['cat'], { id: 'NOT-HEX!' }),
      await refusal(['cat'], { size: { cols: 0, rows: 24 } }),
      await refusal(['cat'], { labels: { long: 'x'.repeat(5_000) } }),
    ].map((text) => String(text).replaceAll(stage.directory, '<dir>'));
    expect(refusals).toEqual([
      'spawn_failed: The program was not started: the program no-such-program was not found in PATH.',
      'spawn_failed: The program was not started: <dir>/plain is not executable.',
      'spawn_failed: The program was not started: <dir>/orphan needs /no/such/interpreter, which does not exist.',
      'spawn_failed: The program was not started: the working directory <dir>/missing does not exist.',
      'spawn_failed: The program was not started: the working directory <dir>/plain is not a directory.',
      'spawn_failed: The program was not started: an argument or variable is longer than 131072 bytes.',
      'invalid_input: The id "NOT-HEX!" is not eight hex digits.',
      'invalid_input: A terminal has 2 to 1000 columns and 1 to 1000 rows, not 0x24.',
      'invalid_input: The labels are longer than 4096 bytes.',
    ]);
  });

  test('whatever needs a terminal that is not there says so', async () => {
    const { backend } = stage;
    const id = '0badf00d';
    const gone = { code: 'terminal_gone', name: 'TerminalError' };
    await expect(backend.snapshot(id)).rejects.toMatchObject(gone);
    await expect(backend.render(id)).rejects.toMatchObject(gone);
    await expect(backend.readLog(id, { offset: 0, length: 1 })).rejects.toMatchObject(gone);
    await expect(backend.input(id, { key: 'k', steps: [] })).rejects.toMatchObject(gone);
    await expect(backend.resize(id, { cols: 80, rows: 24 })).rejects.toMatchObject(gone);
    await expect(backend.signal(id, 'SIGINT')).rejects.toMatchObject(gone);
    const viewer = { onData: () => {}, onSize: () => {}, onEnd: () => {} };
    await expect(backend.attach(id, viewer)).rejects.toMatchObject(gone);
    await expect(backend.remove(id)).resolves.toBeUndefined();
  });
}
