import type { Job } from '@cao/contracts';
import type { JobRecord } from '@cao/state';
import { iso, isoOrNull } from '../sessions/views.ts';

export function jobView(record: JobRecord): Job {
  return {
    id: record.id,
    type: record.type,
    state: record.state,
    caller_id: record.callerId,
    session_name: record.sessionName,
    agent_profile: record.agentProfile,
    provider: record.provider,
    message: record.message,
    working_directory: record.workingDirectory,
    terminal_id: record.terminalId,
    turn_id: record.turnId,
    timeout: record.timeout,
    output: record.output,
    error: record.errorCode === null ? null : { code: record.errorCode, message: record.errorMessage ?? '' },
    question: record.question,
    created_at: iso(record.createdAt),
    started_at: isoOrNull(record.startedAt),
    ended_at: isoOrNull(record.endedAt),
  };
}
