import type { PluginEvent } from '@cao/plugin-sdk';
import { z } from 'zod';
import type { SeenTerminal } from './reading.ts';

/**
 * `needs_you`: an agent asks and waits. `finished`: a conductor, or whom a person asked, is done and waits for nobody. `failed`:
 * it is not, and nobody inside the session will be told. `message`: what one agent wrote to another.
 */
export const NoticeKind = z.enum(['needs_you', 'finished', 'failed', 'message']);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** Something a person wants to be told, without the form it is told in. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly eventId: number;
  /** When it happened. */
  readonly at: string;
  readonly session: string | null;
  readonly terminalId: string | null;
  /** The turn it is about, or the job. */
  readonly turnId: string | null;
  /** The profile's name, or the terminal's id. */
  readonly agent: string;
  /** What it asks, answered, or why it failed. Markdown of an agent, of any length. */
  readonly text: string;
  /** What may be answered. */
  readonly options: readonly { readonly key: string; readonly label: string }[];
  /** The command that helps. */
  readonly command: string | null;
}

type Words = Pick<Notice, 'kind' | 'text'> & Partial<Pick<Notice, 'options' | 'command' | 'turnId'>>;

/** A notice that is about whatever the event is about. */
export function about(event: PluginEvent, who: Pick<SeenTerminal, 'agent_profile' | 'id'>, words: Words): Notice {
  return {
    eventId: event.id,
    at: event.at,
    session: event.session_name,
    terminalId: event.terminal_id,
    turnId: null,
    agent: who.agent_profile ?? who.id,
    options: [],
    command: null,
    ...words,
  };
}
