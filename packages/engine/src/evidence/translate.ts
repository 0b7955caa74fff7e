import type { Reported, ScreenReading } from '@cao/provider-sdk';
import type { EvidenceSource } from '@cao/contracts';
import type { Evidence } from './evidence.ts';

/** What a reported event means for the phase; undefined when it says nothing about it. */
export function evidenceOfReport(
  event: Reported,
  context: { source: EvidenceSource; at: number; readyOnTurnEnd: boolean },
): Evidence | undefined {
  const base = { at: event.at ?? context.at, source: context.source, rule: event.rule };
  const over = context.readyOnTurnEnd ? ({ phase: 'ready' } as const) : ({ phase: 'busy', settling: true } as const);
  switch (event.type) {
    case 'turn_started':
      return { ...base, phase: 'busy', says: 'the agent took an input' };
    case 'working':
      return { ...base, phase: 'busy', says: event.detail ?? 'the agent works' };
    case 'needs_input':
      return { ...base, phase: 'waiting', question: event.question, says: 'the agent asks' };
    case 'turn_completed':
      return { ...base, ...over, says: 'the turn is complete' };
    case 'turn_failed':
      return { ...base, ...over, says: `the turn failed: ${event.error}` };
    case 'turn_interrupted':
      return { ...base, ...over, says: 'the turn was interrupted' };
    case 'state':
      return { ...base, phase: event.state, says: event.detail ?? `reports ${event.state}`, lasting: true };
    case 'session':
    case 'ended':
      return undefined;
  }
}

/** What a settled screen means; undefined when the screen does not tell. */
export function evidenceOfScreen(reading: ScreenReading, at: number): Evidence | undefined {
  if (reading.state === 'unknown') return undefined;
  return {
    at,
    source: 'screen',
    rule: reading.rule,
    phase: reading.state,
    question: reading.question,
    says: SCREEN_WORDS[reading.state],
    lasting: true,
  };
}

const SCREEN_WORDS: Readonly<Record<Exclude<ScreenReading['state'], 'unknown'>, string>> = {
  starting: 'the screen shows a start-up',
  ready: 'the screen shows an empty prompt',
  busy: 'the screen shows work',
  waiting: 'the screen shows a question',
};
