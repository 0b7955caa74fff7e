import { caoError } from '@cao/client';
import type { SettingValue } from '@cao/contracts';
import { printable } from '../errors.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';

export const HIDDEN = '(hidden)';

/** A value as a word: text as it is, everything else as JSON. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function isHidden({ setting, source }: SettingValue, showSecrets: boolean): boolean {
  return setting.secret === true && source !== 'default' && !showSecrets;
}

export function refuseHidden(key: string): never {
  throw caoError('forbidden', `${key} may hold secrets and is not shown`, { hint: 'Add --show-secrets to see it.' });
}

/** Where a value comes from, in words. */
export function sourceText({ setting, source }: SettingValue): string {
  if (source === 'environment') return setting.variable ?? '';
  if (source === 'both') return `settings.json + ${setting.variable}`;
  return source === 'settings' ? 'settings.json' : 'default';
}

export function warn(values: readonly SettingValue[], io: Io): void {
  const style = styleFor(io.stderr, io.env);
  for (const problem of values.flatMap(({ problems }) => problems)) {
    io.err(`${style.yellow('Warning:')} ${printable(problem)}\n`);
  }
}
