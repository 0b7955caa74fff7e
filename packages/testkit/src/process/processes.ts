import { readdirSync, readFileSync } from 'node:fs';

/** A process as /proc shows it. Zombies are left out: they hold nothing but their number. */
export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  /** Arguments joined with blanks. */
  readonly command: string;
}

/** Children of a process, their children and so on, parents before children. Linux only. */
export function descendants(pid: number): readonly ProcessInfo[] {
  const all = processes();
  const found: ProcessInfo[] = [];
  const parents = new Set([pid]);
  for (let before = -1; before !== found.length;) {
    before = found.length;
    for (const process of all) {
      if (!parents.has(process.ppid) || parents.has(process.pid)) continue;
      parents.add(process.pid);
      found.push(process);
    }
  }
  return found;
}

/**
 * Processes that were started with this variable in their environment, wherever they hang in the tree: what a test started
 * with `CAO_HOME_DIR` of its own and left behind is found here, detached or not. Linux only.
 */
export function processesWithEnv(name: string, value: string): readonly ProcessInfo[] {
  const wanted = `${name}=${value}`;
  return processes().filter(({ pid }) => read(`/proc/${pid}/environ`)?.split('\0').includes(wanted) === true);
}

/** True while the process exists and is no zombie. Linux only. */
export function isAlive(pid: number): boolean {
  return readStat(pid) !== undefined;
}

function processes(): readonly ProcessInfo[] {
  return readdirSync('/proc').flatMap((entry) => {
    const pid = /^\d+$/.test(entry) ? Number(entry) : undefined;
    const stat = pid === undefined ? undefined : readStat(pid);
    if (pid === undefined || stat === undefined) return [];
    const command = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? '';
    return [{ pid, ppid: stat.ppid, command }];
  });
}

function readStat(pid: number): { readonly ppid: number } | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name in parentheses may contain anything; the fields after it are plain.
  const [state, ppid] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === undefined || state === 'Z' || state === 'X' ? undefined : { ppid: Number(ppid) };
}

/** Undefined for what ended in the meantime or belongs to someone else. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
