import type { InputStep, ScreenReading } from '@cao/provider-sdk';
import type { Menu } from './menu.ts';

type Dialog = NonNullable<ScreenReading['dialog']>;

const TRUST_ALL = /Kiro is running in trust all tools mode/;
const ACCEPT = 'Yes, I accept';

/**
 * The question that `--trust-all-tools` raises at every start. It is accepted for this session only: the choice that is never
 * asked again would change the person's settings.
 */
export function startDialog({ options }: Menu, screen: readonly string[]): Dialog | undefined {
  const wanted = options.findIndex(({ label }) => label === ACCEPT);
  const marked = options.findIndex(({ selected }) => selected === true);
  if (wanted < 0 || marked < 0 || !screen.some((line) => TRUST_ALL.test(line))) return undefined;
  const key = wanted === marked ? 'Enter' : wanted > marked ? 'Down' : 'Up';
  const step: InputStep = { type: 'key', key };
  return { id: 'trust-all-tools', steps: [step] };
}
