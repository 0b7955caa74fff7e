import type { Provider } from '@cao/provider-sdk';

/** What CAO wraps around a text on its way to an agent. The text itself is never altered. */
export const GUARD = '[CAO message]';

/** The first line tells a worker how its answer travels. */
export function handoffPrompt(text: string, callerId: string | null): string {
  const from = callerId === null ? '' : ` from terminal ${callerId}`;
  return `[CAO Handoff] Blocking task${from}: your final answer is captured and returned by itself; do not call send_message for it.\n\n${text}`;
}

export function assignPrompt(text: string, callerId: string): string {
  return `[CAO Assign] Task from terminal ${callerId}.\n\n${text}\n\n[Assigned by terminal ${callerId}. When finished, send your result with send_message; it goes to ${callerId} by default.]`;
}

export function messagePrompt(text: string, senderId: string, replies: boolean): string {
  const how = replies ? ' Use send_message with this receiver_id for follow-up.' : '';
  return `[CAO message]\n${text}\n\n[Message from terminal ${senderId}.${how}]`;
}

/** Longer tasks say no more about what is worth knowing. */
const CURATED_CHARACTERS = 4000;

export function curatorPrompt(profile: string, task: string): string {
  const cut =
    task.length > CURATED_CHARACTERS ? `${task.slice(0, CURATED_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')}…` : task;
  return `[CAO Memory] An agent with the profile ${profile} is about to begin the task below. Find what is remembered that helps with it, and answer with one <cao-memory> block of at most 3000 characters; an empty block if nothing does. Do not work on the task.

${cut}`;
}

/** A person's text that must not be read as a command of the CLI: a first line in front of it takes that meaning away. */
export function asText(text: string, provider: Provider): string {
  const first = text.trimStart();
  const command = provider.capabilities.commandPrefixes.some((prefix) => first.startsWith(prefix));
  return command ? `${GUARD}\n${text}` : text;
}
