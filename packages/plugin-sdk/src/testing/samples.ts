import { EVENT_SCHEMA_VERSION, type EventData, type EventType, type RequestKind, type Requests } from '@cao/contracts';
import type { PluginEvent } from '../events.ts';

const turn = { turn_id: 't_1', origin: 'user', state: 'working', error: null, question: null } as const;
const message = { message_id: 1, sender: 'aaaaaaaa', receiver: 'bbbbbbbb' } as const;
const job = { job_id: 'j_1', type: 'assign', caller_id: 'aaaaaaaa' } as const;
const flowRun = { flow_name: 'nightly', run_id: 'r_1', trigger: 'schedule' } as const;

const DATA: EventData = {
  post_create_session: { session_name: 'cao-sample' },
  post_kill_session: { session_name: 'cao-sample' },
  post_create_terminal: { terminal_id: 'bbbbbbbb', agent_name: 'developer', provider: 'mock_cli' },
  post_kill_terminal: { terminal_id: 'bbbbbbbb', agent_name: 'developer' },
  post_send_message: {
    sender: 'aaaaaaaa',
    receiver: 'bbbbbbbb',
    message: 'hello',
    orchestration_type: 'send_message',
  },
  terminal_status: { status: 'idle', reason: 'the prompt is there', ready: true, question: null },
  terminal_exited: { exit_code: 0, reason: 'it was closed' },
  terminal_resumed: { terminal_id: 'bbbbbbbb', conversation_id: null },
  turn_started: turn,
  turn_completed: { ...turn, state: 'completed' },
  turn_failed: { ...turn, state: 'failed', error: 'the service is overloaded' },
  needs_input: { ...turn, state: 'needs_input', question: { kind: 'permission', text: 'Run it?', options: [] } },
  message_queued: message,
  message_delivered: message,
  message_failed: { ...message, reason: 'the agent has ended' },
  job_started: { ...job, agent_profile: 'developer' },
  job_finished: { ...job, state: 'succeeded', worker_id: 'bbbbbbbb', error: null },
  flow_run_started: flowRun,
  flow_run_finished: { ...flowRun, state: 'completed', reason: null, error: null, session_name: 'cao-flow-nightly' },
  request_vetoed: { request: 'launch', plugin: 'policy', reason: 'not at night' },
  request_changed: { request: 'message', plugin: 'policy', reason: 'a key was taken out', fields: ['message'] },
  server_started: {},
  server_stopping: {},
};

const REQUESTS: Requests = {
  launch: {
    origin: 'session',
    session_name: 'cao-sample',
    caller_id: null,
    agent_profile: 'developer',
    provider: null,
    working_directory: null,
    model: null,
    allowed_tools: null,
    yolo: null,
    message: null,
  },
  message: {
    session_name: 'cao-sample',
    sender: 'aaaaaaaa',
    receiver: 'bbbbbbbb',
    message: 'hello',
    orchestration_type: 'send_message',
  },
  tool_call: { terminal_id: 'aaaaaaaa', session_name: 'cao-sample', tool: 'send_message', arguments: {} },
};

/** A whole event of a type; `data` and the fields around it may be given in part. */
export function sampleEvent<T extends EventType>(
  type: T,
  data: Partial<EventData[T]> = {},
  around: Partial<Pick<PluginEvent, 'id' | 'at' | 'session_name' | 'terminal_id'>> = {},
): PluginEvent<T> {
  const event = {
    id: 1,
    schema_version: EVENT_SCHEMA_VERSION,
    type,
    at: '2030-01-01T00:00:00.000Z',
    session_name: 'cao-sample',
    terminal_id: 'bbbbbbbb',
    data: Object.freeze({ ...DATA[type], ...data }),
    ...around,
  };
  return Object.freeze(event) as unknown as PluginEvent<T>;
}

/** A whole request of a kind, of which fields may be given. */
export function sampleRequest<K extends RequestKind>(kind: K, fields: Partial<Requests[K]> = {}): Requests[K] {
  const request: Requests[K] = { ...REQUESTS[kind], ...fields };
  Object.freeze(request);
  return request;
}
