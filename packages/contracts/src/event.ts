import { z } from 'zod';
import { Timestamp } from './ids.ts';

/** Names of the durable events. The first five are those of CAO (Python) and keep their fields. */
export const EventType = z.enum([
  'post_create_session',
  'post_kill_session',
  'post_create_terminal',
  'post_kill_terminal',
  'post_send_message',
  'terminal_status',
  'terminal_exited',
  'terminal_resumed',
  'turn_started',
  'turn_completed',
  'turn_failed',
  'needs_input',
  'message_queued',
  'message_delivered',
  'message_failed',
  'job_started',
  'job_finished',
  'flow_run_started',
  'flow_run_finished',
  'request_vetoed',
  'request_changed',
  'server_started',
  'server_stopping',
]);
export type EventType = z.infer<typeof EventType>;

/** `id` grows by one per event and is the SSE event id, so a client resumes with `Last-Event-ID`. */
export const CaoEvent = z.object({
  id: z.number().int(),
  type: EventType,
  at: Timestamp,
  session_name: z.string().nullable(),
  terminal_id: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type CaoEvent = z.infer<typeof CaoEvent>;
