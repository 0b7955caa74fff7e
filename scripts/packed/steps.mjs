// Runs the steps of a script one after another, tells how long each took, and stops at the first that fails.
import { spawn } from 'node:child_process';

/** Of what a failed command said. */
const FAILURE_LINES = 40;
/** Milliseconds. Compiling SQLite takes a minute; silence for longer than this looks like a standstill. */
const STILL_MS = 10_000;

let passed = 0;

/** Ctrl-C ends the command that runs, so that what was started is still stopped. */
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());

/** Returns what `work` does. A step that takes long says so. */
export async function step(name, work) {
  const since = performance.now();
  const still = setInterval(() => process.stdout.write(`       … ${name}, ${seconds(since)}\n`), STILL_MS);
  try {
    const result = await work();
    passed += 1;
    process.stdout.write(`${seconds(since)}  ${name}\n`);
    return result;
  } catch (error) {
    throw new Error(`${name}: ${error.message}`, { cause: error });
  } finally {
    clearInterval(still);
  }
}

export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s`;
}

/** The last line counts the steps, in the words of the tests. */
export function finish(failure) {
  if (failure !== undefined) process.stdout.write(`\nFailed: ${failure.message}\n`);
  process.stdout.write(`\n${passed} passed, ${failure === undefined ? 0 : 1} failed\n`);
  process.exitCode = failure === undefined ? 0 : 1;
}

/** Standard output of a command; throws with what it said unless it ends with 0. `cleansUp`: also after Ctrl-C. */
export async function run(command, args, { cwd, env, limitMs, cleansUp = false }) {
  const timeout = AbortSignal.timeout(limitMs);
  const signal = cleansUp ? timeout : AbortSignal.any([timeout, interrupted.signal]);
  signal.throwIfAborted();
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code === 0) return out;
  const why = timeout.aborted ? `was not done within ${limitMs / 1000} s` : `ended with ${code}`;
  const said = `${out}${err}`.trimEnd().split('\n').slice(-FAILURE_LINES).join('\n');
  throw new Error(`${[command, ...args].join(' ')} ${why}\n${said}`);
}
