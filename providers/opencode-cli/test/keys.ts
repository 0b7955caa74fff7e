import type { InputStep } from '@cao/provider-sdk';

/** The keys and texts of some steps, without the waits between them. */
export function keysOf(steps: readonly InputStep[] | undefined): string | undefined {
  return steps
    ?.flatMap((step) => (step.type === 'key' ? [step.key] : step.type === 'settle' ? [] : [JSON.stringify(step.text)]))
    .join(' ');
}
