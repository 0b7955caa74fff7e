import type { Flow, FlowRun } from '@cao/contracts';
import { flowSessionName, type FlowFile } from '@cao/flows';
import type { FlowRecord, FlowRunRecord } from '@cao/state';
import { iso, isoOrNull } from '../sessions/views.ts';

/** What a look into the file found: the flow, or what is wrong with it. */
export type FlowLook = { readonly file: FlowFile } | { readonly problem: string; readonly error: unknown };

export function flowView(record: FlowRecord, look: FlowLook): Flow {
  return {
    name: record.name,
    file_path: record.filePath,
    schedule: record.schedule,
    agent_profile: record.agentProfile,
    provider: record.provider ?? '',
    script: record.script ?? '',
    last_run: isoOrNull(record.lastRunAt),
    next_run: isoOrNull(record.nextRunAt),
    enabled: record.enabled,
    prompt_template: 'file' in look ? look.file.template : null,
    time_zone: record.timeZone,
    working_directory: record.workingDirectory,
    overlap: record.overlap,
    missed: record.missed,
    session_name: flowSessionName(record.name),
    problem: 'file' in look ? null : look.problem,
  };
}

export function runView(record: FlowRunRecord): FlowRun {
  return {
    id: record.id,
    flow_name: record.flowName,
    trigger: record.trigger,
    state: record.state,
    reason: record.reason,
    error: record.errorCode === null ? null : { code: record.errorCode, message: record.errorMessage ?? '' },
    session_name: record.sessionName,
    terminal_id: record.terminalId,
    turn_id: record.turnId,
    due_at: iso(record.dueAt),
    started_at: iso(record.startedAt),
    ended_at: isoOrNull(record.endedAt),
  };
}
