// What the system knows about processes and about how busy the machine is. Linux only.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const TICKS_PER_SECOND = 100;

/** Memory of a process with its share of what it shares, in MB. */
export function pssMb(pid) {
  const kb = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

/** Seconds of processor time a process has used. */
export function cpuSeconds(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Processor time of each process while `work` is done, in percent of one core. */
export async function cpuPercents(pids, work) {
  const from = performance.now();
  const before = pids.map(cpuSeconds);
  await work;
  const seconds = (performance.now() - from) / 1000;
  return pids.map((pid, index) => ((cpuSeconds(pid) - before[index]) / seconds) * 100);
}

const QUIET_IDLE = 0.8;

/** Waits for a second in which the machine has little else to do, at most `limitMs`; returns how idle it was and its load. */
export async function quietMoment(limitMs) {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const idle = await idleShare(1000);
    if (idle >= QUIET_IDLE || performance.now() > deadline) return { idle, load: loadavg()[0] };
  }
}

async function idleShare(ms) {
  const before = machineTicks();
  await delay(ms);
  const after = machineTicks();
  return (after.idle - before.idle) / (after.all - before.all);
}

function machineTicks() {
  const ticks = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0].trim().split(/ +/).slice(1, 9).map(Number);
  return { idle: ticks[3] + ticks[4], all: ticks.reduce((sum, part) => sum + part, 0) };
}
