import { expect, test } from 'vitest';
import { Pty } from '../../src/core/pty.ts';

interface Run {
  readonly pty: Pty;
  /** Resolves when this stands in the output. */
  readonly printed: (text: string) => Promise<void>;
  /** Everything that was printed, and how it ended; after the end. */
  readonly ended: Promise<{ output: string; code: number | undefined; signal: number | undefined }>;
}

function run(script: string): Run {
  const chunks: Buffer[] = [];
  let end: (result: Awaited<Run['ended']>) => void = () => {};
  const ended = new Promise<Awaited<Run['ended']>>((resolve) => (end = resolve));
  const pty = new Pty(
    {
      program: '/bin/sh',
      argv: ['sh', '-c', script],
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      size: { cols: 80, rows: 24 },
    },
    {
      onData: (chunk) => chunks.push(chunk),
      onEnd: (code, signal) => end({ output: Buffer.concat(chunks).toString(), code, signal }),
    },
  );
  const printed = (text: string): Promise<void> =>
    expect.poll(() => Buffer.concat(chunks).toString(), { timeout: 20_000, interval: 5 }).toContain(text);
  return { pty, printed, ended };
}

test('what a program printed before it ended is read, also when nobody read until then', async () => {
  const { pty, ended } = run('stty -onlcr; seq -f %099g 1 100');
  pty.pause();
  // The kernel keeps this much, so the program can end.
  await pty.reaped;
  pty.resume();
  const { output, code } = await ended;
  expect(output.split('\n').filter(Boolean).map(Number)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  expect(code).toBe(0);
});

test('after the end everything is a no-op that says so', async () => {
  const { pty, ended } = run('exit 4');
  expect(await ended).toEqual({ output: '', code: 4, signal: undefined });
  expect(pty.exited).toBe(true);
  expect(pty.signal('SIGKILL')).toBe(false);
  expect(pty.resize({ cols: 10, rows: 10 })).toBe(false);
  expect(await pty.writer.write(Buffer.from('x'))).toBe(false);
  pty.writer.post(Buffer.from('x'));
  expect(pty.writer.pending).toBe(0);
  pty.pause();
  pty.resume();
  pty.close();
});

test('a write into a program that never reads ends with the program', async () => {
  const { pty, printed, ended } = run('stty raw; echo ready; sleep 600');
  // Before that the line discipline takes everything and throws away what is too long for a line.
  await printed('ready');
  const written = pty.writer.write(Buffer.alloc(1_000_000, 'x'));
  pty.signal('SIGKILL');
  expect(await written).toBe(false);
  expect(await ended).toMatchObject({ signal: 9 });
});

test('a program is hit by a signal as soon as it was started', async () => {
  const { pty, ended } = run('sleep 600');
  expect(pty.signal('SIGKILL')).toBe(true);
  expect(await ended).toMatchObject({ code: undefined, signal: 9 });
});
