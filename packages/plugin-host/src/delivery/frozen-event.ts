import { EVENT_SCHEMA_VERSION, type CaoEvent } from '@cao/contracts';
import type { PluginEvent } from '@cao/plugin-sdk';
import { frozenCopy } from './frozen-copy.ts';

/** An event as plugins get it, and how many characters of text are in it. */
export interface FrozenEvent {
  readonly copy: PluginEvent;
  readonly textLength: number;
}

export function frozenEvent(event: CaoEvent): FrozenEvent {
  return frozenCopy({ ...event, schema_version: EVENT_SCHEMA_VERSION }) as unknown as FrozenEvent;
}
