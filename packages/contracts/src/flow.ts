import { z } from 'zod';
import { ErrorCode } from './errors.ts';
import { MAX_MESSAGE_BYTES, ProfileName, ProviderId, TerminalId, Timestamp, TurnId, utf8Length } from './ids.ts';

/** Name of a flow, and stem of the file that CAO writes for one. */
export const FlowName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'a flow name is 1 to 64 letters, digits, _ or -');
export type FlowName = z.infer<typeof FlowName>;

/** One line of printable ASCII: nothing that could end the line it is written into. */
const Line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\u0020-\u007e]+$/, 'one line of plain characters');
const Path = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\p{Cc}]+$/u, 'a path without control characters');

/** What becomes of a run that comes while the last one is still at work. */
export const FlowOverlap = z.enum(['skip', 'replace']);
export type FlowOverlap = z.infer<typeof FlowOverlap>;

/** What becomes of the times that passed while no server ran: one run for all of them, or none. */
export const FlowMissed = z.enum(['run', 'skip']);
export type FlowMissed = z.infer<typeof FlowMissed>;

/** The front matter of a flow file. Unknown fields are refused: a misspelt `script` would otherwise run without its gate. */
export const FlowFrontmatter = z.strictObject({
  name: FlowName,
  description: z.string().max(1000).optional(),
  /** Five fields of cron, or `@daily` and the like. */
  schedule: Line(128),
  /** IANA name as `Europe/Berlin`; the server's own when absent. */
  time_zone: Line(64).optional(),
  agent_profile: ProfileName,
  /** The profile's, else `kiro_cli`, when absent. */
  provider: ProviderId.optional(),
  /** Where the agent works: absolute, `~/…`, or relative to the flow file. */
  working_directory: Path.optional(),
  /** The gate: a program that says whether to run and fills the placeholders; absolute or relative to the flow file. */
  script: Path.optional(),
  overlap: FlowOverlap.optional(),
  missed: FlowMissed.optional(),
});
export type FlowFrontmatter = z.infer<typeof FlowFrontmatter>;

/** POST /flows. Has no gate: what runs on this machine is never named over HTTP by anything but the path of a file. */
export const CreateFlowRequest = FlowFrontmatter.omit({ script: true }).extend({
  prompt_template: z
    .string()
    .min(1, 'must not be empty')
    .refine((text) => utf8Length(text) <= MAX_MESSAGE_BYTES, `must not exceed ${MAX_MESSAGE_BYTES} bytes`),
});
export type CreateFlowRequest = z.infer<typeof CreateFlowRequest>;

/** POST /flows/add: a file of the server's machine becomes a flow. */
export const AddFlowRequest = z.object({ file_path: Path });
export type AddFlowRequest = z.infer<typeof AddFlowRequest>;

/**
 * `running`: its gate runs, its session starts, or its agent is at work. `skipped`: the gate said no, or it was missed.
 * `busy`: the last run was still at work. `failed` has an error.
 */
export const FlowRunState = z.enum(['running', 'completed', 'skipped', 'busy', 'failed']);
export type FlowRunState = z.infer<typeof FlowRunState>;

export const FlowRun = z.object({
  id: z.string(),
  flow_name: z.string(),
  trigger: z.enum(['schedule', 'manual']),
  state: FlowRunState,
  /** Why it did not run. */
  reason: z.string().nullable(),
  error: z.object({ code: ErrorCode, message: z.string() }).nullable(),
  session_name: z.string().nullable(),
  terminal_id: TerminalId.nullable(),
  turn_id: TurnId.nullable(),
  /** When its time was; later by as much as nobody could run it. */
  due_at: Timestamp,
  started_at: Timestamp,
  ended_at: Timestamp.nullable(),
});
export type FlowRun = z.infer<typeof FlowRun>;

/** The first nine fields and `prompt_template` are those of CAO (Python). */
export const Flow = z.object({
  name: FlowName,
  file_path: z.string(),
  schedule: z.string(),
  agent_profile: z.string(),
  /** Empty: the profile's, else `kiro_cli`. */
  provider: z.string(),
  /** Empty: no gate. */
  script: z.string(),
  /** The last run that was neither skipped nor found the one before at work. */
  last_run: Timestamp.nullable(),
  /** Null while it is disabled. */
  next_run: Timestamp.nullable(),
  enabled: z.boolean(),
  /** As the file has it now; null when it cannot be read as this flow. */
  prompt_template: z.string().nullable(),
  time_zone: z.string().nullable(),
  working_directory: z.string().nullable(),
  overlap: FlowOverlap,
  missed: FlowMissed,
  /** The session its runs have. */
  session_name: z.string(),
  /** What is wrong with the file; null when nothing is. */
  problem: z.string().nullable(),
});
export type Flow = z.infer<typeof Flow>;

/** POST /flows/{name}/run: answers when the session was started, or will not be. */
export const RunFlowResponse = z.object({ executed: z.boolean(), run: FlowRun });
export type RunFlowResponse = z.infer<typeof RunFlowResponse>;
