import type { PluginEvent } from '@cao/plugin-sdk';

/** Receivers commonly take a megabyte; a message between agents may have one alone. */
const MAX_TEXT = 100_000;

/** The event as JSON. Texts of more than 100 000 characters end with a mark of how much is missing. */
export function bodyOf(event: PluginEvent): string {
  return JSON.stringify(event, (_name, value: unknown) =>
    typeof value === 'string' && value.length > MAX_TEXT
      ? `${value.slice(0, MAX_TEXT)}… (${value.length - MAX_TEXT} more characters)`
      : value,
  );
}
