import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PATIENCE, type Stage } from './stage.ts';

/** Lines long enough that the end of such an output is far from drawn when its program ends. */
const FLOOD_LINES = 60_000;

const FLOOD = `
  const lines = [];
  for (let n = 1; n <= ${FLOOD_LINES}; n++) lines.push(String(n).padStart(8, '0') + ' ' + 'x'.repeat(50));
  require('node:fs').writeSync(1, lines.join('\\n') + '\\n');
`;

/** What a program prints: the screen, the log, and the events about it. */
export function screenContract(stage: Stage): void {
  test('a snapshot shows what a person would see', async () => {
    const text =
      '\\033]2;My title\\007\\033[?2004h\\033[2J\\033[2;5Hgr\\303\\274n \\346\\227\\245\\360\\237\\230\\200 \\033[2mfaint\\033[22m!\\033[?25l';
    const { id } = await stage.spawn(['sh', '-c', `printf '${text}'; cat`], { size: { cols: 40, rows: 5 } });
    await stage.seen(id, 'faint!');
    expect(await stage.backend.snapshot(id)).toEqual({
      lines: ['', '    grün 日😀 faint!', '', '', ''],
      cols: 40,
      rows: 5,
      cursor: { row: 1, col: 20, visible: false },
      title: 'My title',
      alternate: false,
      bracketedPaste: true,
      faint: [[1, 14, 19]],
      revision: expect.any(Number),
    });
  });

  test('the alternate screen is told apart', async () => {
    const { id } = await stage.spawn([
      'sh',
      '-c',
      "printf 'main\\033[?1049h\\033[Hother'; read x; printf '\\033[?1049l'; cat",
    ]);
    await stage.seen(id, 'other');
    expect(await stage.backend.snapshot(id)).toMatchObject({
      alternate: true,
      lines: expect.arrayContaining(['other']),
    });
    await stage.type(id, { type: 'key', key: 'Enter' });
    await stage.seen(id, 'main');
    expect(await stage.backend.snapshot(id)).toMatchObject({ alternate: false });
  });

  test('the revision grows with a visible change and with nothing else', async () => {
    const { id } = await stage.rawReader();
    const before = await stage.backend.snapshot(id);
    expect(await stage.backend.snapshot(id)).toEqual(before);
    const settled = (): number => stage.eventsOf(id).filter(({ type }) => type === 'settled').length;
    const count = settled();
    await stage.type(id, { type: 'text', text: 'a' });
    await stage.seen(id, '61');
    const after = await stage.backend.snapshot(id);
    expect(after.revision).toBeGreaterThan(before.revision);
    await expect.poll(settled, PATIENCE).toBeGreaterThan(count);
    expect((await stage.backend.get(id))?.revision).toBe(after.revision);
  });

  test('the bytes of a character that arrive one by one make the character, in the log as well', async () => {
    const { id, logPath } = await stage.script(`
      const bytes = Buffer.from('é日😀');
      const next = (at) => {
        if (at === bytes.length) return process.stdout.write('|');
        process.stdout.write(bytes.subarray(at, at + 1), () => setTimeout(next, 3, at + 1));
      };
      next(0);
    `);
    await stage.seen(id, 'é日😀|');
    expect(await readFile(logPath, 'utf8')).toBe('é日😀|');
  });

  test('questions of the program about its terminal are answered in order', async () => {
    const { id } = await stage.rawReader();
    const asker = await stage.script(`
      process.stdin.setRawMode(true);
      let all = '';
      process.stdin.on('data', (bytes) => {
        all += bytes;
        if (all.includes('$y')) process.stdout.write(JSON.stringify(all));
      });
      process.stdout.write('\\x1b[c\\x1b[3;4H\\x1b[6n\\x1b[?2004h\\x1b[?2004$p');
    `);
    await stage.seen(asker.id, '$y');
    expect(await stage.screen(asker.id)).toContain('"\\u001b[?1;2c\\u001b[3;4R\\u001b[?2004;1$y"');
    expect(await stage.typed(id)).toBe('');
  });

  test('output opens with active, ends with settled, and the program with exit', async () => {
    const { id } = await stage.spawn(['sh', '-c', 'echo one; read x; exit 7']);
    const types = (): string[] => stage.eventsOf(id).map(({ type }) => type);
    await expect.poll(types, PATIENCE).toEqual(['active', 'settled']);
    await stage.type(id, { type: 'key', key: 'Enter' });
    await expect.poll(types, PATIENCE).toContain('exit');
    expect(types()).toEqual(['active', 'settled', 'active', 'settled', 'exit']);
    expect(stage.eventsOf(id).at(-1)).toMatchObject({ type: 'exit', exit: { code: 7, signal: undefined } });
    expect(await stage.backend.get(id)).toMatchObject({ exit: { code: 7 } });
  });

  test('output that never falls silent settles all the same, as flowing', async () => {
    const { id } = await stage.script(`setInterval(() => process.stdout.write('.'), 15)`);
    const flowing = (): unknown[] => stage.eventsOf(id).filter((event) => event.type === 'settled' && event.flowing);
    await expect.poll(() => flowing().length, PATIENCE).toBeGreaterThanOrEqual(2);
    expect(flowing()).not.toContainEqual(expect.objectContaining({ passing: true }));
  });

  test('text that runs through the screen is told apart, and its end is told', async () => {
    const { id } = await stage.script(`
      let n = 0;
      const timer = setInterval(() => process.stdout.write('line ' + ++n + '\\n'), 5);
      process.stdin.once('data', () => { clearInterval(timer); process.stdout.write('over'); });
    `);
    const events = (): unknown[] => stage.eventsOf(id);
    await expect.poll(events, PATIENCE).toContainEqual(expect.objectContaining({ flowing: true, passing: true }));
    await stage.type(id, { type: 'key', key: 'Enter' });
    await expect
      .poll(() => stage.eventsOf(id).at(-1), PATIENCE)
      .toMatchObject({ type: 'settled', flowing: false, passing: false });
    expect(await stage.screen(id)).toContain('over');
  });

  test('a frame that is announced and not finished does not settle', async () => {
    const { id } = await stage.script(`
      process.stdout.write('\\x1b[?2026hhalf');
      setTimeout(() => process.stdout.write(' whole\\x1b[?2026l'), 300);
    `);
    const settled = (): unknown[] => stage.eventsOf(id).filter((event) => event.type === 'settled' && !event.flowing);
    await expect.poll(() => settled().length, PATIENCE).toBe(1);
    expect(await stage.screen(id)).toBe('half whole');
  });

  test('titles, bells and notices are told, progress is not', async () => {
    const { id } = await stage.spawn([
      'printf',
      '\\033]0;working\\007\\007\\033]9;4;1;50\\007\\033]9;done with it\\007\\033]777;notify;Agent;needs you\\033\\\\',
    ]);
    await stage.exited(id);
    await expect.poll(() => stage.eventsOf(id).at(-1)?.type, PATIENCE).toBe('exit');
    const told = stage.eventsOf(id).flatMap((event) => {
      if (event.type === 'title') return [`title ${event.title}`];
      return event.type === 'notification' ? [`notice ${event.text}`] : [];
    });
    expect(told).toEqual(['title working', 'notice ', 'notice done with it', 'notice Agent: needs you']);
  });

  test('everything a program printed before it ended is drawn and logged before the exit is told', async () => {
    const { id, logPath } = await stage.script(FLOOD);
    await expect.poll(() => stage.eventsOf(id).some(({ type }) => type === 'exit'), PATIENCE).toBe(true);
    const last = String(FLOOD_LINES).padStart(8, '0');
    expect(await stage.screen(id)).toContain(last);
    const log = await readFile(logPath, 'latin1');
    expect(
      log
        .trimEnd()
        .split('\r\n')
        .map((line) => Number(line.slice(0, 8))),
    ).toEqual(Array.from({ length: FLOOD_LINES }, (_, index) => index + 1));
    expect((await stage.backend.get(id))?.logBytes).toBe(log.length);
  });

  test('the log is read in parts', async () => {
    const { id, logPath } = await stage.script(FLOOD);
    await stage.exited(id);
    const whole = createHash('sha256')
      .update(await readFile(logPath))
      .digest('hex');
    const parts = createHash('sha256');
    let offset = 0;
    for (let rest = Infinity; rest > 0;) {
      const { data, end } = await stage.backend.readLog(id, { offset, length: 333_333 });
      parts.update(data);
      offset += data.length;
      rest = end - offset;
    }
    expect(parts.digest('hex')).toBe(whole);
    await expect(stage.backend.readLog(id, { offset: -1, length: 1 })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('a rendering has what scrolled away, wrapped lines in one, at the size of each moment', async () => {
    const { id } = await stage.spawn(['sh', '-c', 'seq 1 200; read x; printf "%0100d\\n" 1; read x; echo last; cat'], {
      size: { cols: 60, rows: 10 },
    });
    await stage.seen(id, '200');
    await stage.type(id, { type: 'key', key: 'Enter' });
    await stage.seen(id, '0001');
    await stage.backend.resize(id, { cols: 30, rows: 8 });
    await stage.type(id, { type: 'key', key: 'Enter' });
    await stage.seen(id, 'last');
    const lines = (await stage.backend.render(id)).filter((line) => line !== '');
    expect(lines).toEqual([...Array.from({ length: 200 }, (_, n) => String(n + 1)), '1'.padStart(100, '0'), 'last']);
    expect((await stage.backend.render(id, { maxLines: 3 })).at(-1)).toBe('last');
    expect(await stage.backend.render(id, { maxLines: 3 })).toHaveLength(3);
  });
}
