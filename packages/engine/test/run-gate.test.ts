import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runGate } from '../src/flows/run-gate.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'cao-gate-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function script(body: string, options: { mode?: number; first?: string } = {}): { path: string; at: string } {
  const at = folder();
  const path = join(at, 'gate');
  writeFileSync(path, `${options.first ?? '#!/bin/sh'}\n${body}\n`);
  chmodSync(path, options.mode ?? 0o755);
  return { path, at };
}

function run({ path, at }: { path: string; at: string }, limitMs = 20_000, signal = new AbortController().signal) {
  return runGate(path, { cwd: at, env: { PATH: process.env['PATH'], GREETING: 'hello' }, signal, limitMs });
}

test('a gate runs in its folder with the environment, no arguments and an empty stdin', async () => {
  const gate = script('cat; echo "$GREETING $# $(pwd)"');
  expect(await run(gate)).toBe(`hello 0 ${gate.at}\n`);
});

test.each([
  ['that fails', 'echo "no network" >&2; exit 3', {}, /ended with exit code 3: no network$/],
  ['that is killed', 'kill -9 $$', {}, /was ended by SIGKILL/],
  ['that complains without end', 'yes x | head -c 3000000 >&2; echo last >&2; exit 1', {}, /last$/],
  ['that is not executable', 'true', { mode: 0o644 }, /could not be started: .*chmod \+x/],
  ['whose program is missing', 'true', { first: '#!/no/such/program' }, /could not be started: .*does not exist/],
])('a gate %s has failed, and says why', async (_name, body, options, message) => {
  const failure = await run(script(body, options)).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'script_failed', message: expect.stringMatching(message) as string });
  expect((failure as Error).message.length).toBeLessThan(2500);
});

test('a gate that prints without end is ended', async () => {
  await expect(run(script('yes'))).rejects.toMatchObject({
    code: 'script_failed',
    message: expect.stringContaining('printed more than 1048576 bytes') as string,
  });
});

test('a gate that takes too long is ended with all it started', async () => {
  const gate = script('sleep 600 & echo $! > child; echo $$ > self; wait');
  const failure = run(gate, 3000).catch((error: unknown) => error);
  const [child, self] = await Promise.all(['child', 'self'].map((name) => pidIn(join(gate.at, name))));
  expect(await failure).toMatchObject({ code: 'timeout' });
  await vi.waitUntil(() => !alive(child) && !alive(self), { timeout: 5000 });
});

test('what a gate leaves behind does not hold its answer up', async () => {
  const gate = script('echo answer; sleep 600 & echo $! > child');
  expect(await run(gate)).toBe('answer\n');
  process.kill(Number(readFileSync(join(gate.at, 'child'), 'utf8')));
});

test('a gate ends with the server', async () => {
  const stopping = new AbortController();
  const gate = script('echo $$ > self; exec sleep 600');
  const running = run(gate, 60_000, stopping.signal);
  const self = await pidIn(join(gate.at, 'self'));
  stopping.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await vi.waitUntil(() => !alive(self));
});

/** A shell makes the file first and writes into it a moment later. */
async function pidIn(file: string): Promise<number> {
  const written = await vi.waitUntil(() => existsSync(file) && readFileSync(file, 'utf8'), { timeout: 3000 });
  return Number(written);
}

function alive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
