import { EVENT_SCHEMA_VERSION, type CaoEvent } from '@cao/contracts';
import type { PluginEvent } from '@cao/plugin-sdk';
import { frozenCopy } from './frozen-copy.ts';

/** An event as plugins get it. */
export function frozenEvent(event: CaoEvent): { readonly copy: PluginEvent; readonly textLength: number } {
  return frozenCopy({ ...event, schema_version: EVENT_SCHEMA_VERSION }) as unknown as ReturnType<typeof frozenEvent>;
}
