import { z } from 'zod';
import { HANDOFF_TIMEOUT } from './job.ts';
import { MAX_MESSAGE_BYTES, Name, ProfileName, ProviderId, TerminalId, TurnId, utf8Length } from './ids.ts';
import { OrchestrationType } from './status.ts';

const EnvVars = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'not a variable name'), z.string());
const Text = z
  .string()
  .min(1, 'must not be empty')
  .refine((text) => utf8Length(text) <= MAX_MESSAGE_BYTES, `must not exceed ${MAX_MESSAGE_BYTES} bytes`);
const Path = z.string().min(1).max(4096);

/** POST /sessions: query parameters as in CAO (Python), or the same names in the JSON body; the body wins. */
export const CreateSessionRequest = z.object({
  agent_profile: ProfileName,
  provider: ProviderId.optional(),
  session_name: Name.optional(),
  working_directory: Path.optional(),
  /** `["*"]` is unrestricted; `[]` allows nothing; absent leaves it to the profile. */
  allowed_tools: z.array(z.string().min(1).max(128)).max(64).optional(),
  /** Unrestricted tools and no permission questions. */
  yolo: z.boolean().optional(),
  model: z
    .string()
    .regex(/^[A-Za-z0-9._:/-]{1,128}$/)
    .optional(),
  env_vars: EnvVars.optional(),
  /** Also starts a `memory_manager` terminal in the session. */
  memory_manager: z.boolean().optional(),
});
export type CreateSessionRequest = z.infer<typeof CreateSessionRequest>;

/** POST /sessions/{name}/terminals */
export const CreateTerminalRequest = CreateSessionRequest.omit({ session_name: true, memory_manager: true }).extend({
  caller_id: TerminalId.optional(),
});
export type CreateTerminalRequest = z.infer<typeof CreateTerminalRequest>;

/** POST /terminals/{id}/input. With sender and type the text is an agent's: it arrives as text, never as a command of the CLI. */
export const InputRequest = z.object({
  message: Text,
  sender_id: z.string().min(1).max(64).optional(),
  orchestration_type: OrchestrationType.optional(),
});
export type InputRequest = z.infer<typeof InputRequest>;
export const InputResponse = z.object({ success: z.literal(true), turn_id: TurnId });
export type InputResponse = z.infer<typeof InputResponse>;

/** POST /terminals/{id}/key: a named key (`Enter`, `Escape`, `C-c`, `Up`, …) or one character. */
export const KeyRequest = z.object({ key: z.string().min(1).max(16) });
export type KeyRequest = z.infer<typeof KeyRequest>;

/** POST /terminals/{id}/answer: an option's key or label, or free text. */
export const AnswerRequest = z.object({ answer: z.string().min(1).max(4000) });
export type AnswerRequest = z.infer<typeof AnswerRequest>;

export const OutputMode = z.enum(['full', 'last']);
export type OutputMode = z.infer<typeof OutputMode>;
export const OutputResponse = z.object({ output: z.string(), mode: OutputMode });
export type OutputResponse = z.infer<typeof OutputResponse>;

/** POST /terminals/{id}/inbox/messages */
export const SendMessageRequest = z.object({
  message: Text,
  sender_id: z.string().min(1).max(64).optional(),
});
export type SendMessageRequest = z.infer<typeof SendMessageRequest>;

/** POST /jobs. The caller is the agent whose token is used, or `caller_id` with the server's own token. */
export const CreateJobRequest = z.object({
  type: z.enum(['handoff', 'assign']),
  agent_profile: ProfileName,
  message: Text,
  timeout: z.number().int().min(1).max(HANDOFF_TIMEOUT.max).optional(),
  working_directory: Path.optional(),
  provider: ProviderId.optional(),
  caller_id: TerminalId.optional(),
});
export type CreateJobRequest = z.infer<typeof CreateJobRequest>;

/** POST /agents/profiles/install. Secrets travel in the body alone. */
export const InstallProfileRequest = z.object({
  /** A profile's name or an https address; files of the machine are for `cao install`. */
  source: z.string().min(1).max(2048),
  provider: ProviderId.optional(),
  env_vars: EnvVars.optional(),
});
export type InstallProfileRequest = z.infer<typeof InstallProfileRequest>;
export const InstallProfileResponse = z.object({
  success: z.literal(true),
  message: z.string(),
  agent_name: z.string(),
  provider: ProviderId,
  context_file: z.string(),
  /** The agent in the CLI's own store, when it has one. */
  agent_file: z.string().nullable(),
  /** Placeholders without a value. */
  unresolved_vars: z.array(z.string()).nullable(),
  source_kind: z.enum(['name', 'url', 'file']),
  advisories: z.array(z.string()),
});
export type InstallProfileResponse = z.infer<typeof InstallProfileResponse>;

export const Health = z.object({
  status: z.literal('ok'),
  service: z.literal('cli-agent-orchestrator'),
  version: z.string(),
  pid: z.number().int(),
  terminal_backend: z.string(),
  started_at: z.string(),
});
export type Health = z.infer<typeof Health>;

export const ProviderRow = z.object({
  name: ProviderId,
  binary: z.string(),
  installed: z.boolean(),
  title: z.string(),
  package: z.string(),
  /** Versions of the CLI it was proven on, newest first, and when (`2026-11`). Empty: on no real program. */
  proven: z.object({ versions: z.array(z.string()), on: z.string().nullable() }),
  tool_restriction: z.enum(['enforced', 'advisory']),
});
export type ProviderRow = z.infer<typeof ProviderRow>;

/** What can be known about a provider without spending anything. */
export const ProviderCheck = ProviderRow.extend({
  /** Absolute path of the program; null when it is missing. */
  path: z.string().nullable(),
  /** What the program says of itself; null when it is missing or says nothing that is understood. */
  version: z.string().nullable(),
  /** `older` and `newer` than every proven version; `unknown` without a version or without proof. */
  version_proven: z.enum(['yes', 'between', 'older', 'newer', 'unknown']),
  signed_in: z.enum(['yes', 'no', 'unknown']),
  /** What is wrong, with what mends it. Empty: ready to launch. */
  problems: z.array(z.object({ what: z.string(), fix: z.string() })),
});
export type ProviderCheck = z.infer<typeof ProviderCheck>;

/** A provider, or a package that should have one, which cannot be used. */
export const UnusableProvider = z.object({
  /** Null when the package itself cannot be read. */
  name: ProviderId.nullable(),
  package: z.string(),
  directory: z.string().nullable(),
  what: z.string(),
  fix: z.string(),
});
export type UnusableProvider = z.infer<typeof UnusableProvider>;

export const DeleteSessionResponse = z.object({
  success: z.boolean(),
  deleted: z.array(z.string()),
  errors: z.array(z.string()),
});
export type DeleteSessionResponse = z.infer<typeof DeleteSessionResponse>;

export const SuccessResponse = z.object({ success: z.boolean() });
export const WorkingDirectoryResponse = z.object({ working_directory: z.string().nullable() });
export const Skill = z.object({ name: z.string(), content: z.string() });
export type Skill = z.infer<typeof Skill>;

/** Text frames a viewer sends on the terminal WebSocket; the server sends raw bytes as binary frames. */
export const ViewerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input'), data: z.string().max(1_000_000) }),
  z.object({
    type: z.literal('resize'),
    rows: z.number().int().min(1).max(1000),
    cols: z.number().int().min(1).max(1000),
  }),
  /** Take or leave the control seat; only its holder's size counts. */
  z.object({ type: z.literal('control'), take: z.boolean() }),
]);
export type ViewerFrame = z.infer<typeof ViewerFrame>;

/** Text frames the server sends beside the bytes. */
export const ViewerNotice = z.discriminatedUnion('type', [
  /** Before the bytes of a whole screen: forget what was drawn. */
  z.object({ type: z.literal('reset') }),
  z.object({ type: z.literal('size'), rows: z.number().int(), cols: z.number().int(), control: z.boolean() }),
  z.object({ type: z.literal('exit'), exit_code: z.number().int().nullable() }),
]);
export type ViewerNotice = z.infer<typeof ViewerNotice>;
