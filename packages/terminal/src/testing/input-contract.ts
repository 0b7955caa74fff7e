import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { KeyName } from '../input.ts';
import { PATIENCE, type Stage } from './stage.ts';

/** Typing: exactly what was meant, once, and nothing else. */
export function inputContract(stage: Stage): void {
  test('a batch is typed once, however often and concurrently it is asked for', async () => {
    const { id } = await stage.rawReader();
    const batch = { key: 'greeting', steps: [{ type: 'text', text: 'hello' }] } as const;
    const receipts = await Promise.all([1, 2, 3].map(() => stage.backend.input(id, batch)));
    await expect.poll(() => stage.typed(id), PATIENCE).toBe('hello');
    const later = await stage.backend.input(id, batch);
    expect([...receipts, later].filter(({ typed }) => typed)).toHaveLength(1);
    expect(later.typed).toBe(false);
    expect(new Set([...receipts, later].map(({ at, revision }) => `${at} ${revision}`)).size).toBe(1);
    expect(await stage.typed(id)).toBe('hello');
  });

  test('batches do not mix', async () => {
    const { id } = await stage.rawReader();
    const words = ['one', 'two', 'three', 'four'];
    const pause = { type: 'settle', quietMs: 10, maxMs: 50 } as const;
    await Promise.all(
      words.map((word) =>
        stage.backend.input(id, {
          key: word,
          steps: [{ type: 'text', text: `<${word}` }, pause, { type: 'text', text: `${word}>` }],
        }),
      ),
    );
    const expected = words.map((word) => `<${word}${word}>`).join('');
    await expect.poll(() => stage.typed(id), PATIENCE).toBe(expected);
  });

  test('a paste is framed when the program asked for it, and bare otherwise', async () => {
    const framed = await stage.rawReader('\x1b[?2004h');
    await stage.type(framed.id, { type: 'paste', text: 'one\r\ntwo\rthree\tünï😀' });
    await expect.poll(() => stage.typed(framed.id), PATIENCE).toBe('\x1b[200~one\ntwo\nthree\tünï😀\x1b[201~');
    const bare = await stage.rawReader();
    await stage.type(bare.id, { type: 'paste', text: 'one\r\ntwo' });
    await expect.poll(() => stage.typed(bare.id), PATIENCE).toBe('one\ntwo');
  });

  test('no text breaks out of a paste or presses a key', async () => {
    const { id } = await stage.rawReader('\x1b[?2004h');
    const hostile = 'a\x1b[201~\rrm -rf\x03\x04\x00\x7f\u009b201~\x1b\x1b[201~b';
    await stage.type(id, { type: 'paste', text: hostile }, { type: 'text', text: 'c\x1b[A\x03' });
    const picture = '\u241b';
    const expected = `\x1b[200~a${picture}[201~\nrm -rf201~${picture}${picture}[201~b\x1b[201~c${picture}[A`;
    await expect.poll(() => stage.typed(id), PATIENCE).toBe(expected);
  });

  test('keys are sent as the mode of the program wants them', async () => {
    const keys: KeyName[] = [
      'Up',
      'Down',
      'Left',
      'Right',
      'Home',
      'End',
      'PageUp',
      'BTab',
      'Enter',
      'C-c',
      'M-x',
      'C-Up',
    ];
    const steps = keys.map((key) => ({ type: 'key', key }) as const);
    const normal = await stage.rawReader();
    await stage.type(normal.id, ...steps);
    const rest = '\x1b[5~\x1b[Z\r\x03\x1bx\x1b[1;5A';
    await expect.poll(() => stage.typed(normal.id), PATIENCE).toBe(`\x1b[A\x1b[B\x1b[D\x1b[C\x1b[H\x1b[F${rest}`);
    const application = await stage.rawReader('\x1b[?1h');
    await stage.type(application.id, ...steps);
    await expect.poll(() => stage.typed(application.id), PATIENCE).toBe(`\x1bOA\x1bOB\x1bOD\x1bOC\x1bOH\x1bOF${rest}`);
  });

  test('Escape is not read together with what follows it', async () => {
    const { id } = await stage.script(`
      process.stdin.setRawMode(true);
      process.stdin.on('data', (bytes) => process.stdout.write(JSON.stringify(String(bytes)) + '\\r\\n'));
      process.stdout.write('ready\\r\\n');
    `);
    await stage.seen(id, 'ready');
    await stage.type(id, { type: 'key', key: 'Escape' }, { type: 'text', text: 'x' });
    await stage.seen(id, '"x"');
    expect(await stage.screen(id)).toBe('ready\n"\\u001b"\n"x"');
  });

  test('a batch with an unknown key types nothing', async () => {
    const { id } = await stage.rawReader();
    const steps = [
      { type: 'text', text: 'no' },
      { type: 'key', key: 'Entr' as KeyName },
    ] as const;
    await expect(stage.backend.input(id, { key: 'typo', steps })).rejects.toMatchObject({ code: 'invalid_input' });
    await stage.type(id, { type: 'text', text: 'yes' });
    await expect.poll(() => stage.typed(id), PATIENCE).toBe('yes');
  });

  test('a settle step waits for the program to fall silent', async () => {
    const { id } = await stage.script(`
      process.stdin.setRawMode(true);
      let busy = 0;
      process.stdin.on('data', (bytes) => {
        if (String(bytes) === '\\r') return process.stdout.write('enter after ' + busy);
        const timer = setInterval(() => (busy += 1) < 10 ? process.stdout.write('.') : clearInterval(timer), 20);
      });
      process.stdout.write('ready');
    `);
    await stage.seen(id, 'ready');
    const settle = { type: 'settle', quietMs: 150, maxMs: 10_000 } as const;
    await stage.type(id, { type: 'paste', text: 'work' }, settle, { type: 'key', key: 'Enter' });
    await stage.seen(id, 'enter after 10');
  });

  test('a megabyte pasted into a program that reads slowly arrives whole, and others are served meanwhile', async () => {
    const text = Array.from({ length: 16_384 }, (_, n) => `${n} `.padEnd(64, 'abcdefgh')).join('');
    const { id } = await stage.script(`
      const { createHash } = require('node:crypto');
      process.stdin.setRawMode(true);
      const hash = createHash('sha256');
      let length = 0;
      process.stdin.on('data', (bytes) => {
        hash.update(bytes);
        length += bytes.length;
        if (length === ${text.length}) return process.stdout.write(hash.digest('hex'));
        process.stdin.pause();
        setTimeout(() => process.stdin.resume(), 1);
      });
      process.stdout.write('ready\\r\\n');
    `);
    await stage.seen(id, 'ready');
    const pasted = stage.type(id, { type: 'paste', text });
    const other = await stage.rawReader();
    await stage.type(other.id, { type: 'text', text: 'quick' });
    await expect.poll(() => stage.typed(other.id), PATIENCE).toBe('quick');
    await pasted;
    await stage.seen(id, createHash('sha256').update(text).digest('hex').slice(0, 60));
  });

  test('a program that ends in the middle of a batch fails it and nothing else', async () => {
    const { id } = await stage.spawn(['sh', '-c', 'echo ready; read x; exit 0']);
    await stage.seen(id, 'ready');
    const typing = stage.backend.input(id, {
      key: 'too long',
      steps: [
        { type: 'key', key: 'Enter' },
        { type: 'settle', quietMs: 60_000, maxMs: 60_000 },
        { type: 'text', text: 'too late' },
      ],
    });
    await expect(typing).rejects.toMatchObject({ code: 'terminal_gone' });
    await stage.exited(id);
    await expect(stage.backend.input(id, { key: 'later', steps: [] })).rejects.toMatchObject({ code: 'terminal_gone' });
  });
}
