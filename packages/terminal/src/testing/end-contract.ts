import { expect, test } from 'vitest';
import { isRunning, type Stage } from './stage.ts';

/** Sizes, signals and ends. */
export function endContract(stage: Stage): void {
  test('a new size reaches the program and the screen', async () => {
    const { id } = await stage.script(`
      process.stdout.on('resize', () => process.stdout.write(process.stdout.columns + 'x' + process.stdout.rows + ' '));
      process.stdout.write('ready ');
      setInterval(() => {}, 1e6);
    `);
    await stage.seen(id, 'ready');
    await stage.backend.resize(id, { cols: 100, rows: 40 });
    await stage.seen(id, 'ready 100x40');
    expect(await stage.backend.snapshot(id)).toMatchObject({ cols: 100, rows: 40 });
    expect((await stage.backend.get(id))?.size).toEqual({ cols: 100, rows: 40 });
    await expect(stage.backend.resize(id, { cols: 1, rows: 0 })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('a signal reaches the whole process group', async () => {
    const { id } = await stage.script(`
      const { spawn } = require('node:child_process');
      let ends = 0;
      const end = () => (ends += 1) === 2 && process.exit(5);
      process.on('SIGINT', () => process.stdout.write('outer ', end));
      const source = "process.on('SIGINT', () => { process.stdout.write('inner '); process.exit() });" +
        "setInterval(() => {}, 1e6); process.stdout.write('ready ')";
      spawn(process.execPath, ['-e', source], { stdio: 'inherit' }).on('exit', end);
    `);
    await stage.seen(id, 'ready');
    await stage.backend.signal(id, 'SIGINT');
    await stage.exited(id);
    expect((await stage.screen(id)).split(' ').sort()).toEqual(['inner', 'outer', 'ready']);
    expect(await stage.backend.get(id)).toMatchObject({ exit: { code: 5 } });
  });

  test('after the exit the screen stays, and size, signal and removal do no harm', async () => {
    const { id } = await stage.spawn(['sh', '-c', 'echo bye; kill -9 $$']);
    await stage.exited(id);
    expect(await stage.backend.get(id)).toMatchObject({ exit: { code: undefined, signal: 9 } });
    await stage.backend.resize(id, { cols: 100, rows: 30 });
    await stage.backend.signal(id, 'SIGKILL');
    expect(await stage.screen(id)).toBe('bye');
    expect(await stage.backend.render(id)).toEqual(['bye']);
    await stage.backend.remove(id);
    await stage.backend.remove(id);
    expect(await stage.backend.get(id)).toBeUndefined();
  });

  test('an exit is told although a process left behind holds the terminal', async () => {
    const { id } = await stage.spawn(['sh', '-c', 'sleep 600 & echo "left $! ."']);
    await stage.exited(id);
    expect(await stage.screen(id)).toMatch(/^left \d+ \.$/);
  });

  test('removal ends the whole tree, whatever its processes ignore and whatever session they are in', async () => {
    const stubborn = `
      process.on('SIGHUP', () => {});
      process.on('SIGTERM', () => {});
      setInterval(() => {}, 1e6);
      process.send?.('up');
      if (process.argv[1] !== 'leaf') {
        const { spawn } = require('node:child_process');
        const source = process.execArgv[process.execArgv.indexOf('-e') + 1];
        const start = (detached) => spawn(process.execPath, ['-e', source, 'leaf'], { detached, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
        const children = [start(false), start(true)];
        let up = 0;
        for (const child of children) child.on('message', () => {
          if ((up += 1) === 2) process.stdout.write('pids ' + children.map((c) => c.pid).join(' ') + ' .');
        });
      }
    `;
    const { id, pid } = await stage.script(stubborn);
    await stage.seen(id, ' .');
    const pids = [pid, ...(/pids (\d+) (\d+) \./.exec(await stage.screen(id)) ?? []).slice(1).map(Number)];
    expect(pids).toHaveLength(3);
    expect(pids.every(isRunning)).toBe(true);
    await stage.backend.remove(id);
    expect(pids.filter(isRunning)).toEqual([]);
    expect(await stage.backend.get(id)).toBeUndefined();
    expect(stage.eventsOf(id).at(-1)).toMatchObject({ type: 'exit', exit: { signal: 9 } });
  });

  test('removal also ends what the program left behind when it ended', async () => {
    const { id } = await stage.spawn(['sh', '-c', 'trap "" HUP; sleep 600 >/dev/null 2>&1 & echo "pid $! ."']);
    await stage.exited(id);
    const pid = Number(/pid (\d+) \./.exec(await stage.screen(id))?.[1]);
    expect(isRunning(pid)).toBe(true);
    await stage.backend.remove(id);
    expect(isRunning(pid)).toBe(false);
  });

  test('an id is free again after its removal', async () => {
    const first = await stage.spawn(['cat']);
    const [, second] = await Promise.all([stage.backend.remove(first.id), stage.spawn(['cat'], { id: first.id })]);
    expect(second.pid).not.toBe(first.pid);
    expect(isRunning(first.pid)).toBe(false);
  });
}
