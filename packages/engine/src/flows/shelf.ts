import { CaoError } from '@cao/contracts';
import { checkSchedule, nextRun, type FlowFile } from '@cao/flows';
import type { FlowRecord, State } from '@cao/state';
import { createFileWatcher } from '../agent/watch.ts';
import type { Logger } from '../deps.ts';
import { messageOf } from '../errors.ts';
import { readFlowFile } from './flow-files.ts';
import type { FlowLook } from './views.ts';

/** Keeps the records of flows true to their files, which anybody may edit. */
export interface Shelf {
  /** Reads the file of a flow and takes over what it says, its schedule too. A file that cannot be used changes nothing. */
  look(record: FlowRecord): Promise<{ readonly record: FlowRecord; readonly look: FlowLook }>;
  /** From now on changes of the file are seen as they happen. */
  watch(record: FlowRecord): void;
  unwatch(name: string): void;
  close(): void;
}

export interface ShelfHooks {
  /** A schedule has changed. */
  readonly onRescheduled: () => void;
}

type Columns = Pick<
  FlowRecord,
  'schedule' | 'timeZone' | 'agentProfile' | 'provider' | 'script' | 'workingDirectory' | 'overlap' | 'missed'
>;

export function createShelf(deps: { state: State; now: () => number; log: Logger }, hooks: ShelfHooks): Shelf {
  const { state, now, log } = deps;
  const watcher = createFileWatcher(log);
  const watches = new Map<string, () => void>();

  async function look(record: FlowRecord): Promise<{ record: FlowRecord; look: FlowLook }> {
    try {
      const file = await readFlowFile(record.filePath);
      if (file.name !== record.name) {
        throw new CaoError('conflict', `${record.filePath} now names its flow '${file.name}'.`, {
          hint: `Call it '${record.name}' again, or remove this flow and add the file anew.`,
        });
      }
      checkSchedule({ cron: file.schedule, timeZone: file.time_zone }, now());
      return { record: takeOver(record.name, file) ?? record, look: { file } };
    } catch (error) {
      return { record, look: { problem: messageOf(error), error } };
    }
  }

  function takeOver(name: string, file: FlowFile): FlowRecord | undefined {
    const record = state.flows.byName(name);
    if (record === undefined) return undefined;
    const columns = columnsOf(file);
    const changed = (Object.keys(columns) as (keyof Columns)[]).filter((key) => columns[key] !== record[key]);
    if (changed.length === 0) return record;
    const moved = changed.includes('schedule') || changed.includes('timeZone');
    const patch = { ...columns, ...(moved && record.enabled && { nextRunAt: following(columns, now()) }) };
    state.flows.update(record.id, patch);
    log.info('a flow was read anew', { flow: name, changed });
    if (moved) hooks.onRescheduled();
    return { ...record, ...patch };
  }

  return {
    look,
    watch(record) {
      if (watches.has(record.name)) return;
      const stop = watcher.watch(record.filePath, () => {
        const current = state.flows.byName(record.name);
        if (current !== undefined) void look(current);
      });
      // Its folder is gone: it is read at its time, and says so then.
      if (stop !== undefined) watches.set(record.name, stop);
    },
    unwatch(name) {
      watches.get(name)?.();
      watches.delete(name);
    },
    close: () => watcher.close(),
  };
}

export function columnsOf(file: FlowFile): Columns {
  return {
    schedule: file.schedule,
    timeZone: file.time_zone ?? null,
    agentProfile: file.agent_profile,
    provider: file.provider ?? null,
    script: file.script ?? null,
    workingDirectory: file.working_directory ?? null,
    overlap: file.overlap ?? 'skip',
    missed: file.missed ?? 'run',
  };
}

/** The next time; null when there is none any more. */
export function following(
  { schedule, timeZone }: Pick<FlowRecord, 'schedule' | 'timeZone'>,
  now: number,
): number | null {
  return nextRun({ cron: schedule, timeZone: timeZone ?? undefined }, now) ?? null;
}
