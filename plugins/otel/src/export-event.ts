import type { PluginEvent } from '@cao/plugin-sdk';
import type { KnownTerminals } from './known-terminals.ts';
import type { Lineage } from './lineage.ts';
import type { Records } from './records.ts';
import type { Telemetry } from './sdk.ts';
import { NAMES } from './semconv.ts';
import { deliverySpan, jobSpan, turnSpan, type SpanFacts } from './spans.ts';

export const EXPORTED_EVENTS = [
  'post_create_terminal',
  'turn_completed',
  'turn_failed',
  'job_finished',
  'message_delivered',
  'message_failed',
  'terminal_status',
  'flow_run_finished',
] as const;
type ExportedEvent = PluginEvent<(typeof EXPORTED_EVENTS)[number]>;

export interface ExportDeps {
  readonly telemetry: Telemetry;
  readonly lineage: Lineage;
  readonly terminals: KnownTerminals;
  readonly records: Records;
  readonly content: boolean;
}

/** Spans are made when something has ended, with the times its record has: nothing is kept meanwhile, and nothing lost by a restart. */
export async function exportEvent(event: ExportedEvent, deps: ExportDeps): Promise<void> {
  switch (event.type) {
    case 'post_create_terminal':
      return deps.terminals.learn(event);
    case 'turn_completed':
    case 'turn_failed':
      return exportTurn(event, deps);
    case 'job_finished':
      return exportJob(event, deps);
    case 'message_delivered':
    case 'message_failed':
      return exportDelivery(event, deps);
    case 'terminal_status':
      // Once per question; a turn tells of it again as soon as the screen shows more.
      if (event.data.status !== 'waiting_user_answer') return undefined;
      return deps.telemetry.count('questions', { 'cao.question.kind': event.data.question?.kind ?? 'unknown' });
    case 'flow_run_finished':
      return deps.telemetry.count('flowRuns', {
        'cao.flow.name': event.data.flow_name,
        'cao.flow.state': event.data.state,
      });
  }
}

async function exportTurn(event: PluginEvent<'turn_completed' | 'turn_failed'>, deps: ExportDeps): Promise<void> {
  const { records, lineage, telemetry, terminals, content } = deps;
  const turn = await records.turn(event.data.turn_id);
  if (turn === undefined) return;
  const terminal = await terminals.get(turn.terminal_id, records);
  const facts = turnSpan(turn, { at: event.at, session: event.session_name, terminal, content });
  telemetry.span(facts, await lineage.turn(turn, event.session_name, records));
  telemetry.duration('operation', secondsOf(facts), only(facts, [NAMES.operation, NAMES.provider, NAMES.agentName]));
}

async function exportJob(
  event: PluginEvent<'job_finished'>,
  { records, lineage, telemetry }: ExportDeps,
): Promise<void> {
  const job = await records.job(event.data.job_id);
  if (job === undefined) return;
  const facts = jobSpan(job, event.at);
  telemetry.span(facts, await lineage.job(job, records));
  telemetry.duration('job', secondsOf(facts), only(facts, [NAMES.toolName, 'cao.job.state']));
}

async function exportDelivery(
  event: PluginEvent<'message_delivered' | 'message_failed'>,
  { records, lineage, telemetry }: ExportDeps,
): Promise<void> {
  const { message_id: id, receiver } = event.data;
  const message = (await records.inboxOf(receiver)).find((one) => one.id === id);
  if (message === undefined) return;
  const facts = deliverySpan(message, event.session_name, event.at, event.type === 'message_failed');
  telemetry.span(facts, await lineage.message(message, event.session_name, records));
  telemetry.duration('delivery', secondsOf(facts), only(facts, [NAMES.messagingSystem]));
}

function secondsOf({ start, end }: SpanFacts): number {
  return (end - start) / 1000;
}

/** Few values each: ids would make a series of every turn. */
function only({ attributes, error }: SpanFacts, names: readonly string[]): Record<string, string> {
  const kept = Object.entries(attributes).filter(([name]) => names.includes(name));
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    ...(error !== undefined && { [NAMES.errorType]: error }),
  };
}
