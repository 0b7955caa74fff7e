// What still runs for a home, found by the variable HOME of processes. Linux only; elsewhere nothing is found.
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/** Command lines of programs of this home that do not end within ten seconds. */
export async function leftovers(home) {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const left = running(home);
    if (left.length === 0 || performance.now() > until) return left.map(({ command }) => command);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Whatever failed, nothing of it goes on. */
export function endAll(home) {
  for (const { pid } of running(home)) process.kill(pid, 'SIGKILL');
}

function running(home) {
  const pids = existsSync('/proc/self/environ') ? readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)) : [];
  return pids.flatMap((pid) => {
    const environment = read(`/proc/${pid}/environ`).split('\0');
    const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
    return environment.includes(`HOME=${home}`) && command !== '' ? [{ pid: Number(pid), command }] : [];
  });
}

/** Empty for what has ended or belongs to somebody else. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
