import { expect, test } from 'vitest';
import {
  ErrorCode,
  EventType,
  FlowRunState,
  JobState,
  MessageStatus,
  sessionName,
  TerminalStatus,
  TurnState,
} from '../src/index.ts';

// These words are API: scripts and other programs match on them. A change here is a decision, not a correction.

test('error codes', () => {
  expect(ErrorCode.options.join(' ')).toBe(
    'invalid_input unauthorized forbidden not_found conflict not_ready too_large profile_not_found profile_invalid ' +
      'provider_unknown provider_missing working_directory_invalid launch_failed terminal_gone reply_unavailable timeout ' +
      'script_failed plugin_failed worker_failed worker_needs_input cancelled host_unavailable host_incompatible state_incompatible server_running ' +
      'unavailable internal',
  );
});

test('event names', () => {
  expect(EventType.options.join(' ')).toBe(
    'post_create_session post_kill_session post_create_terminal post_kill_terminal post_send_message terminal_status ' +
      'terminal_exited terminal_resumed turn_started turn_completed turn_failed needs_input message_queued message_delivered ' +
      'message_failed job_started job_finished flow_run_started flow_run_finished request_vetoed request_changed ' +
      'server_started server_stopping',
  );
});

test('states', () => {
  expect(TerminalStatus.options.join(' ')).toBe('unknown idle processing completed waiting_user_answer error');
  expect(MessageStatus.options.join(' ')).toBe('pending delivered failed');
  expect(TurnState.options.join(' ')).toBe('submitted accepted working needs_input completed failed interrupted lost');
  expect(FlowRunState.options.join(' ')).toBe('running completed skipped busy failed');
  expect(JobState.options.join(' ')).toBe('queued starting running needs_input succeeded failed timed_out cancelled');
});

test('the session prefix is added once', () => {
  expect([sessionName('x'), sessionName('cao-x')]).toEqual(['cao-x', 'cao-x']);
});
