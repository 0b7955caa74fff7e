import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** A process, known by number and start: numbers are given out again, the pair is not. */
export interface ProcessEntry {
  readonly pid: number;
  readonly ppid: number;
  readonly group: number;
  /** Session where the system tells it, else the process group. */
  readonly session: number;
  /** Opaque; equal for the same process. Numbers grow with time on Linux. */
  readonly start: string;
}

export interface TreeRoot {
  readonly pid: number;
  readonly start: string | undefined;
}

/**
 * Everything that still runs of what `root` started: its session, and whoever descends from it or from `known`, also in
 * sessions of their own. A root number that was given to another process since is recognised by its start.
 */
export function membersOf(
  root: TreeRoot,
  table: readonly ProcessEntry[],
  known: readonly ProcessEntry[] = [],
): ProcessEntry[] {
  const byPid = new Map(table.map((entry) => [entry.pid, entry]));
  const found = new Map<number, ProcessEntry>();
  for (const entry of known) if (byPid.get(entry.pid)?.start === entry.start) found.set(entry.pid, entry);
  const leader = byPid.get(root.pid);
  const taken = leader !== undefined && leader.start !== root.start;
  if (!taken) for (const entry of table) if (entry.session === root.pid) found.set(entry.pid, entry);
  if (leader && !taken) found.set(leader.pid, leader);
  for (let grew = true; grew;) {
    grew = false;
    for (const entry of table) {
      if (found.has(entry.pid) || !found.has(entry.ppid)) continue;
      found.set(entry.pid, entry);
      grew = true;
    }
  }
  return [...found.values()];
}

/** Stands for the start where the system does not tell it exactly; numbers are trusted there. */
const NO_START = '';

let next: Promise<ProcessEntry[]> | undefined;

/** All living processes. Calls made while a reading is about to start share it, so that many removals cost one reading. */
export function readProcessTable(): Promise<ProcessEntry[]> {
  next ??= new Promise<ProcessEntry[]>((resolve, reject) => {
    setImmediate(() => {
      next = undefined;
      (process.platform === 'linux' ? readProc() : readPs()).then(resolve, reject);
    });
  });
  return next;
}

/** The start of a process that was just made, to recognise it later; undefined when it is gone already. */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return NO_START;
  try {
    return parseStat(pid, readFileSync(`/proc/${pid}/stat`, 'latin1'))?.start;
  } catch {
    return undefined;
  }
}

async function readProc(): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const entries = await Promise.all(
    pids.map(async (pid) => {
      try {
        return parseStat(pid, await readFile(`/proc/${pid}/stat`, 'latin1'));
      } catch {
        return undefined; // It ended in between.
      }
    }),
  );
  return entries.filter((entry) => entry !== undefined);
}

/** The name of the program stands in brackets and may hold anything, so fields are counted from the last bracket. */
function parseStat(pid: number, text: string): ProcessEntry | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, ppid, group, session] = fields;
  const start = fields[19];
  if (state === undefined || state === 'Z' || state === 'X' || start === undefined) return undefined;
  return { pid, ppid: Number(ppid), group: Number(group), session: Number(session), start };
}

/** Where there is no /proc. */
async function readPs(): Promise<ProcessEntry[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { maxBuffer: 8 << 20 });
  const entries: ProcessEntry[] = [];
  for (const line of stdout.split('\n')) {
    const [pid, ppid, group, state] = line.trim().split(/\s+/);
    if (pid === undefined || ppid === undefined || group === undefined || state?.startsWith('Z') !== false) continue;
    entries.push({
      pid: Number(pid),
      ppid: Number(ppid),
      group: Number(group),
      session: Number(group),
      start: NO_START,
    });
  }
  return entries;
}
