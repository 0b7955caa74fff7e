// `print KB SECONDS`: so many kilobytes a second in numbered, coloured lines. `flood MB`: numbered lines as fast as they are taken.
import { createInterface } from 'node:readline';
import { writeSync } from 'node:fs';

const LINE = 100;
const TICK_MS = 100;
const FLOOD_LINES = 1000;

createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, amount, seconds] = line.split(' ');
  if (word === 'print') print(Number(amount), Number(seconds));
  if (word === 'flood') flood(Number(amount));
});
process.stdout.write('printer ready\n');

function print(kbPerSecond, seconds) {
  const all = Math.round((kbPerSecond * 1000 * seconds) / LINE);
  const from = performance.now();
  let printed = 0;
  const timer = setInterval(() => {
    const due = Math.min(all, Math.round((kbPerSecond * (performance.now() - from)) / LINE));
    let text = '';
    while (printed < due) text += numbered(++printed);
    process.stdout.write(text);
    if (printed < all) return;
    clearInterval(timer);
    end(all);
  }, TICK_MS);
}

/** Blocks while the terminal is full, as programs do that do not know better. */
function flood(megabytes) {
  const all = Math.round((megabytes * 1e6) / LINE);
  for (let printed = 0; printed < all;) {
    let text = '';
    for (let n = 0; n < FLOOD_LINES && printed < all; n++) text += numbered(++printed);
    writeAll(Buffer.from(text));
  }
  end(all);
}

/** A hundred bytes on the terminal, which turns the line feed into two. */
function numbered(n) {
  return `\x1b[32m${String(n).padStart(9, '0')}\x1b[0m ${'the quick brown fox jumps over dogs '.repeat(3).slice(0, LINE - 21)}\n`;
}

function writeAll(bytes) {
  for (let left = bytes; left.length > 0;) left = left.subarray(tryWrite(left));
}

function tryWrite(bytes) {
  try {
    return writeSync(1, bytes);
  } catch (error) {
    if (error.code === 'EAGAIN') return 0;
    throw error;
  }
}

function end(count) {
  process.stdout.write(`end ${count}\nprinter ready\n`);
}
