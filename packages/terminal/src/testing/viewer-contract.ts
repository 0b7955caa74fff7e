import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import type { ExitFacts, Size, Viewer } from '../backend.ts';
import { PATIENCE, type Stage } from './stage.ts';

interface Watcher {
  readonly viewer: Viewer;
  readonly sizes: { size: Size; control: boolean }[];
  readonly ends: (ExitFacts | undefined)[];
  readonly resets: () => number;
  readonly bytes: () => number;
  /** What the viewer's own terminal shows. */
  readonly screen: () => Promise<string>;
}

interface WatchOptions {
  readonly control?: Size;
  readonly lazy?: boolean;
  readonly size?: Size;
}

/** A viewer with a terminal of its own that draws what it is sent, and acknowledges it unless it is lazy. */
async function watch(stage: Stage, id: string, { control, lazy = false, size }: WatchOptions = {}): Promise<Watcher> {
  const terminal = new xterm.Terminal({ ...(size ?? { cols: 80, rows: 24 }), allowProposedApi: true, scrollback: 0 });
  const sizes: Watcher['sizes'] = [];
  const ends: Watcher['ends'] = [];
  let resets = 0;
  let bytes = 0;
  const viewer = await stage.backend.attach(id, {
    onData(data, reset) {
      if (reset) resets += 1;
      bytes += data.length;
      terminal.write(data, () => {
        if (!lazy) viewer.ack(data.length);
      });
    },
    onSize: (size, control) => sizes.push({ size, control }),
    onEnd: (exit) => ends.push(exit),
    ...(control && { control }),
  });
  const screen = async (): Promise<string> => {
    await new Promise<void>((resolve) => terminal.write('', resolve));
    const { active } = terminal.buffer;
    const rows = Array.from({ length: terminal.rows }, (_, row) => active.getLine(active.baseY + row));
    return rows
      .map((line) => line?.translateToString(true).trimEnd() ?? '')
      .join('\n')
      .trimEnd();
  };
  return { viewer, sizes, ends, resets: () => resets, bytes: () => bytes, screen };
}

/** People who look at a terminal and type into it. */
export function viewerContract(stage: Stage): void {
  test('a viewer sees the whole screen first and then what is printed', async () => {
    const { id } = await stage.rawReader('\x1b[31mred\x1b[0m\r\n');
    const { viewer, screen, resets, sizes, ends } = await watch(stage, id);
    await expect.poll(screen, PATIENCE).toBe('red\nready');
    expect(resets()).toBe(1);
    expect(sizes[0]).toEqual({ size: { cols: 80, rows: 24 }, control: false });
    expect(stage.eventsOf(id)).toContainEqual(expect.objectContaining({ type: 'viewers', viewers: 1 }));
    await stage.type(id, { type: 'text', text: 'z' });
    await expect.poll(screen, PATIENCE).toBe('red\nready\n7a');
    expect(resets()).toBe(1);
    viewer.detach();
    viewer.detach();
    await expect.poll(async () => (await stage.backend.get(id))?.viewers, PATIENCE).toBe(0);
    expect(ends).toEqual([]);
  });

  test('callbacks of a viewer come when the viewer is known, and their faults stay theirs', async () => {
    const { id } = await stage.rawReader();
    const faults: unknown[] = [];
    const onFault = (error: unknown): unknown => faults.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', onFault);
    const viewer = await stage.backend.attach(id, {
      onData: (data) => {
        viewer.ack(data.length);
        throw new Error('fault of the viewer');
      },
      onSize: () => viewer.control(false),
      onEnd: () => {},
    });
    await expect.poll(() => faults.map(String), PATIENCE).toEqual(['Error: fault of the viewer']);
    process.off('uncaughtException', onFault);
    for (const listener of others) process.on('uncaughtException', listener);
    viewer.detach();
    expect(await stage.screen(id)).toBe('ready');
  });

  test('a viewer who joins in the middle of a sequence draws it whole', async () => {
    const { id } = await stage.spawn([
      'sh',
      '-c',
      "stty -echo; printf 'before \\033[3'; read x; printf '1mred \\303'; read x; printf '\\274.'; cat",
    ]);
    await stage.seen(id, 'before');
    const first = await watch(stage, id);
    await expect.poll(first.screen, PATIENCE).toContain('before');
    await stage.type(id, { type: 'key', key: 'Enter' });
    await stage.seen(id, 'red');
    const second = await watch(stage, id);
    await expect.poll(second.screen, PATIENCE).toContain('red');
    await stage.type(id, { type: 'key', key: 'Enter' });
    await stage.seen(id, 'ü.');
    await expect.poll(first.screen, PATIENCE).toBe(await stage.screen(id));
    await expect.poll(second.screen, PATIENCE).toBe(await stage.screen(id));
    expect(await stage.screen(id)).not.toContain('1m');
  });

  test('what a viewer types reaches the program and is told, answers of its terminal are neither', async () => {
    const { id } = await stage.rawReader();
    const { viewer } = await watch(stage, id);
    const answers = [
      '\x1b[?62;4c',
      '\x1b[>1;10;0c',
      '\x1b[12;40R',
      '\x1b[?2026;2$y',
      '\x1b]11;rgb:0000/0000/0000\x1b\\',
      '\x1bP>|term 1\x1b\\',
    ];
    for (const answer of answers) viewer.write(Buffer.from(answer));
    viewer.write(Buffer.from('\x1b[?6'));
    viewer.write(Buffer.from('2c'));
    viewer.write(Buffer.from('\x1b[I\x1b[<0;5;5M'));
    viewer.write(Buffer.from('hi'));
    viewer.write(Buffer.from('\r'));
    await expect.poll(() => stage.typed(id), PATIENCE).toBe('\x1b[I\x1b[<0;5;5Mhi\r');
    const typed = stage.eventsOf(id).filter((event) => event.type === 'typed');
    expect(typed.map(({ submitted }) => submitted)).toEqual([false, true]);
    viewer.detach();
  });

  test('a viewer who types during a batch comes after it', async () => {
    const { id } = await stage.rawReader();
    const { viewer } = await watch(stage, id);
    const pause = { type: 'settle', quietMs: 200, maxMs: 200 } as const;
    const typing = stage.type(id, { type: 'text', text: 'first' }, pause, { type: 'text', text: 'second' });
    await expect.poll(() => stage.typed(id), PATIENCE).toBe('first');
    viewer.write(Buffer.from('viewer'));
    await typing;
    await expect.poll(() => stage.typed(id), PATIENCE).toBe('firstsecondviewer');
    viewer.detach();
  });

  test('only the holder of the control seat changes the size, and the first size returns with the seat', async () => {
    const { id } = await stage.rawReader();
    const size = async (): Promise<Size | undefined> => (await stage.backend.get(id))?.size;
    const home = { cols: 80, rows: 24 };
    const small = { cols: 40, rows: 10 };
    const large = { cols: 120, rows: 50 };
    const one = await watch(stage, id, { control: small });
    await expect.poll(size, PATIENCE).toEqual(small);
    const two = await watch(stage, id, { control: large });
    await expect.poll(() => two.sizes, PATIENCE).toEqual([{ size: small, control: false }]);
    two.viewer.resize(large);
    two.viewer.control(true);
    await expect.poll(size, PATIENCE).toEqual(large);
    await expect.poll(() => one.sizes.at(-1), PATIENCE).toEqual({ size: large, control: false });
    await expect.poll(() => two.sizes.at(-1), PATIENCE).toEqual({ size: large, control: true });
    one.viewer.resize({ cols: 77, rows: 7 });
    two.viewer.control(false);
    await expect.poll(size, PATIENCE).toEqual(home);
    one.viewer.control(true, small);
    await expect.poll(size, PATIENCE).toEqual(small);
    await stage.backend.resize(id, large);
    expect(await size()).toEqual(small);
    one.viewer.detach();
    await expect.poll(size, PATIENCE).toEqual(large);
    two.viewer.detach();
  });

  test('a viewer who does not keep up slows nobody down and gets a fresh screen when it is back', async () => {
    const { id } = await stage.script(`
      process.stdin.once('data', () => {
        for (let n = 0; n < 40_000; n++) process.stdout.write('line ' + n + ' ' + 'x'.repeat(50) + '\\n');
        process.stdout.write('the end');
      });
      process.stdout.write('ready\\n');
    `);
    await stage.seen(id, 'ready');
    const { viewer, bytes, resets, screen } = await watch(stage, id, { lazy: true });
    await stage.type(id, { type: 'key', key: 'Enter' });
    await stage.seen(id, 'the end');
    expect(bytes()).toBeLessThan(1024 * 1024);
    expect(await screen()).not.toContain('the end');
    const before = resets();
    viewer.ack(bytes());
    await expect.poll(screen, PATIENCE).toContain('the end');
    expect(resets()).toBe(before + 1);
    viewer.detach();
  });

  test('viewers hear of the end, and who comes later sees the last screen', async () => {
    const { id } = await stage.spawn(['sh', '-c', 'echo ready; read x; echo over; exit 3']);
    await stage.seen(id, 'ready');
    const early = await watch(stage, id);
    await stage.type(id, { type: 'key', key: 'Enter' });
    await expect.poll(() => early.ends, PATIENCE).toEqual([expect.objectContaining({ code: 3 })]);
    expect(await early.screen()).toContain('over');
    const late = await watch(stage, id);
    await expect.poll(() => late.ends, PATIENCE).toEqual([expect.objectContaining({ code: 3 })]);
    expect(await late.screen()).toContain('over');
    const { id: other } = await stage.spawn(['cat']);
    const removed = await watch(stage, other);
    await stage.backend.remove(other);
    await expect.poll(() => removed.ends, PATIENCE).toHaveLength(1);
  });
}
