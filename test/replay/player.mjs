// Stands on the PATH as an agent CLI and plays what the real one wrote, chunk by chunk, in its own time; with REPLAY_SOURCES also what it reported.
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { setTimeout as pause } from 'node:timers/promises';

const { REPLAY_FOLDER: folder = '', REPLAY_SOURCES: sources, CAO_SIGNAL_FILE: signalFile = '' } = process.env;
const { chunks } = JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8'));
const bytes = gunzipSync(readFileSync(join(folder, 'bytes.gz')));

// Nobody reads what is typed.
process.stdin.resume();
const start = Date.now();
writeFileSync('started', `${start}`);

const steps = [...writes(), ...(sources === 'yes' ? reports() : [])].toSorted((a, b) => a.ms - b.ms);
for (const { ms, act } of steps) {
  const left = start + ms - Date.now();
  if (left > 0) await pause(left);
  act();
}
process.exit(0);

function writes() {
  let at = 0;
  return chunks.map(([ms, length]) => {
    const chunk = bytes.subarray(at, (at += length));
    return { ms, act: () => process.stdout.write(chunk) };
  });
}

function reports() {
  const lines = readFileSync(join(folder, 'sources.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { ms } = JSON.parse(line);
    return { ms, act: () => report(JSON.parse(filled(line, ms))) };
  });
}

function report({ signal, append, write, record }) {
  const text = `${JSON.stringify(record)}\n`;
  if (signal) return appendFileSync(signalFile, text);
  const path = append ?? write;
  mkdirSync(dirname(path), { recursive: true });
  if (append !== undefined) return appendFileSync(path, text);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Times are those of the recording; places are those of this terminal. */
function filled(line, ms) {
  const cwd = process.cwd();
  const values = {
    cwd,
    cwdName: basename(cwd),
    cwdHash: createHash('sha256').update(cwd).digest('hex').slice(0, 12),
    pid: process.pid,
    now: new Date(start + ms).toISOString(),
  };
  return line
    .replaceAll('"{epoch}"', String(start + ms))
    .replaceAll(/\{(cwd|cwdName|cwdHash|pid|now)\}/g, (_, name) => values[name])
    .replaceAll(/\{env:(\w+)\}/g, (_, name) => process.env[name] ?? '')
    .replaceAll(/\{arg:([\w-]+)\}/g, (_, name) => process.argv[process.argv.indexOf(name) + 1] ?? '');
}
