import type { ProviderCapabilities } from '@cao/provider-sdk';

/** A command of the CLI (`/clear`): it has no answer, and most open no turn. What other agents send never begins like one. */
export function isCommand(prompt: string, { commandPrefixes }: Pick<ProviderCapabilities, 'commandPrefixes'>): boolean {
  const text = prompt.trim();
  // A word (`exit`) is a command only when it is all of the text.
  const begins = (prefix: string): boolean => !/\w$/.test(prefix) && text.startsWith(prefix);
  return commandPrefixes.some((prefix) => text === prefix || begins(prefix));
}
