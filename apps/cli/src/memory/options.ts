import { MemoryKey, MemoryScope, MemoryType, SearchMode } from '@cao/contracts';
import type { OptionSpec } from '../command.ts';
import { UsageError } from '../errors.ts';

const SCOPES = MemoryScope.options.join('|');

export const scopeOption = { type: 'text', value: 'SCOPE', help: SCOPES } as const satisfies OptionSpec;
export const scopeIdOption = {
  type: 'text',
  value: 'ID',
  help: 'one project, session or profile of the scope',
} as const satisfies OptionSpec;
export const typeOption = {
  type: 'text',
  value: 'TYPE',
  help: MemoryType.options.join('|'),
} as const satisfies OptionSpec;
export const yesOption = { type: 'flag', short: 'y', help: 'do not ask' } as const satisfies OptionSpec;

export function readScope(given: string): MemoryScope;
export function readScope(given: string | undefined): MemoryScope | undefined;
export function readScope(given: string | undefined): MemoryScope | undefined {
  return choice('--scope', MemoryScope, given);
}

export function readType(given: string | undefined): MemoryType | undefined {
  return choice('--type', MemoryType, given);
}

export function readMode(given: string | undefined): SearchMode | undefined {
  return choice('--mode', SearchMode, given);
}

export function readKey(given: string): string {
  if (MemoryKey.safeParse(given).success) return given;
  throw new UsageError(
    `Invalid value for 'KEY': ${JSON.stringify(given)} is not a key: 1 to 60 lower-case letters, digits or -.`,
  );
}

interface Choice<T> {
  readonly options: readonly T[];
  safeParse(value: unknown): { readonly success: boolean; readonly data?: T };
}

function choice<T>(option: string, schema: Choice<T>, given: string | undefined): T | undefined {
  if (given === undefined) return undefined;
  const { data } = schema.safeParse(given);
  if (data !== undefined) return data;
  throw new UsageError(`Invalid value for '${option}': '${given}' is not one of ${schema.options.join(', ')}.`);
}
