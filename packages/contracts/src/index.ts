export {
  AnswerRequest,
  CreateJobRequest,
  CreateSessionRequest,
  CreateTerminalRequest,
  DeleteSessionResponse,
  Health,
  InputRequest,
  InputResponse,
  InstallProfileRequest,
  InstallProfileResponse,
  KeyRequest,
  OutputMode,
  OutputResponse,
  ProviderCheck,
  ProviderRow,
  SendMessageRequest,
  Skill,
  SuccessResponse,
  UnusableProvider,
  ViewerFrame,
  ViewerNotice,
  WorkingDirectoryResponse,
} from './api.ts';
export { CaoError, ErrorBody, ErrorCode, isCaoError, type CaoErrorOptions } from './errors.ts';
export { CaoEvent, EventType } from './event.ts';
export { EVENT_SCHEMA_VERSION, type EventData } from './event-data.ts';
export {
  AddFlowRequest,
  CreateFlowRequest,
  Flow,
  FlowFrontmatter,
  FlowMissed,
  FlowName,
  FlowOverlap,
  FlowRun,
  FlowRunState,
  RunFlowResponse,
} from './flow.ts';
export {
  CallId,
  DEFAULT_HOST,
  DEFAULT_PORT,
  DEFAULT_PROVIDER,
  JobId,
  MAX_MESSAGE_BYTES,
  Name,
  OPERATOR,
  ProfileName,
  ProviderId,
  SESSION_PREFIX,
  TerminalId,
  Timestamp,
  TurnId,
  sessionName,
  utf8Length,
} from './ids.ts';
export { HANDOFF_TIMEOUT, Job } from './job.ts';
export { MAX_MEMORY_BYTES, MEMORY_MANAGER, Memory, MemoryKey, MemoryScope, MemoryType, SearchMode } from './memory.ts';
export { Message, MessageReceipt } from './message.ts';
export type {
  Decision,
  LaunchRequest,
  MessageRequest,
  RequestGate,
  RequestKind,
  Requests,
  ToolCallRequest,
} from './request.ts';
export { PanelData, PanelRow } from './panel.ts';
export { CLI_COMMANDS } from './cli-commands.ts';
export type { OfferedCall, OfferedTool, PluginOffers } from './plugin-offers.ts';
export { PluginFinding, PluginReport, PluginRow } from './plugin.ts';
export { AgentProfile, McpServerConfig, ProfileFrontmatter, ProfileRow } from './profile.ts';
export { Question, QuestionKind } from './question.ts';
export { LABEL_PREFIX, SessionDetail, SessionRow, Wait } from './session.ts';
export {
  SETTINGS,
  fromText,
  pathOf,
  resolveSetting,
  settingOf,
  type Setting,
  type SettingSources,
  type SettingValue,
} from './settings.ts';
export {
  JobState,
  MessageStatus,
  OrchestrationType,
  SessionStatus,
  TerminalStatus,
  TurnOrigin,
  TurnState,
  isJobOpen,
  isReady,
  isTurnOpen,
} from './status.ts';
export { EvidenceRecord, EvidenceSource, Explanation, Terminal, TerminalRole, TerminalRow } from './terminal.ts';
export { CAO_MCP_SERVER, DEFAULT_ROLE, ROLE_TOOLS, TOOL_WORDS, UNRESTRICTED, type ToolWord } from './tools.ts';
export { ReplySource, Turn } from './turn.ts';
