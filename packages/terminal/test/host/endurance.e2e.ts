import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpawnSpec, TerminalBackend } from '../../src/backend.ts';
import { isRunning, PATIENCE } from '../../src/testing/stage.ts';
import { hostsOf, withHome, type Home } from './home.ts';

/** 64 bytes each, so 51 MB. */
const FLOOD_LINES = 800_000;

const FLOOD = `
  const { writeSync } = require('node:fs');
  for (let n = 1; n <= ${FLOOD_LINES}; ) {
    let text = '';
    for (let i = 0; i < 1000; i++) text += String(n++).padStart(62, '0') + '\\n';
    for (let bytes = Buffer.from(text); bytes.length > 0; ) bytes = bytes.subarray(writeSync(1, bytes));
  }
`;

/** What the host may hold of a flood: unparsed output, the screen, and what the collector has not collected. */
const GROWTH_MB = 40;

function specFor(home: Home, id: string, argv: SpawnSpec['argv']): SpawnSpec {
  const env = { PATH: '/usr/bin:/bin' };
  const size = { cols: 80, rows: 24 };
  return { id, argv, cwd: home.directory, env, size, logPath: join(home.logDir, `${id}.log`), labels: {} };
}

function memoryMb(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1_024;
}

async function countLines(path: string): Promise<number> {
  let next = 1;
  let rest = '';
  for await (const part of createReadStream(path, { encoding: 'latin1' })) {
    const lines = (rest + String(part)).replaceAll('\r', '').split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (Number(line) !== next) return Number.NaN;
      next += 1;
    }
  }
  return next - 1;
}

async function echoes(backend: TerminalBackend, id: string, text: string): Promise<void> {
  const enter = { type: 'key', key: 'Enter' } as const;
  await backend.input(id, { key: text, steps: [{ type: 'text', text }, enter] });
  await expect.poll(async () => (await backend.snapshot(id)).lines.join('\n'), PATIENCE).toContain(text);
}

// Memory, handles and processes of another program are read from /proc, which only Linux has.
test.runIf(process.platform === 'linux')(
  'a flood is logged without a gap, fills no memory and leaves other terminals usable',
  () =>
    withHome(async (home) => {
      const backend = await home.connect();
      const [host = 0] = await hostsOf(home);
      await backend.spawn(specFor(home, 'ca700001', ['cat']));
      await echoes(backend, 'ca700001', 'before');
      const before = memoryMb(host);
      let peak = before;
      const { id, logPath } = await backend.spawn(specFor(home, 'f1000001', [process.execPath, '-e', FLOOD]));
      for (let n = 0; (await backend.get(id))?.exit === undefined; n++) {
        await echoes(backend, 'ca700001', `during-${n}`);
        peak = Math.max(peak, memoryMb(host));
      }
      expect(peak - before).toBeLessThan(GROWTH_MB);
      expect((await backend.snapshot(id)).lines.join('\n')).toContain(String(FLOOD_LINES).padStart(62, '0'));
      expect(await countLines(logPath)).toBe(FLOOD_LINES);
      const [last] = await backend.render(id, { maxLines: 1 });
      expect(Number(last)).toBe(FLOOD_LINES);
    }),
);

// From /proc as well.
test.runIf(process.platform === 'linux')(
  'two hundred terminals that came and went leave no handle, process or pseudo terminal',
  () =>
    withHome(async (home) => {
      const backend = await home.connect();
      const [host = 0] = await hostsOf(home);
      const handles = (): string[] => readdirSync(`/proc/${host}/fd`);
      const threads = (): number => readdirSync(`/proc/${host}/task`).length;
      const round = async (first: number): Promise<number[]> => {
        const ids = Array.from({ length: 20 }, (_, n) => (0xbeef0000 + first + n).toString(16));
        const argvs: SpawnSpec['argv'][] = [['cat'], ['sh', '-c', 'sleep 600 & echo up; wait'], ['true']];
        const facts = await Promise.all(ids.map((id, n) => backend.spawn(specFor(home, id, argvs[n % 3] ?? ['cat']))));
        await Promise.all(ids.map((id) => backend.remove(id)));
        return facts.map(({ pid }) => pid);
      };
      const pids = await round(0);
      const before = handles().length;
      const threadsBefore = threads();
      for (let n = 1; n <= 10; n++) pids.push(...(await round(n * 20)));
      expect(pids.filter(isRunning)).toEqual([]);
      expect(await backend.list()).toEqual([]);
      await expect.poll(() => handles().length, PATIENCE).toBeLessThanOrEqual(before);
      await expect.poll(threads, PATIENCE).toBeLessThanOrEqual(threadsBefore);
    }),
);
