import type { CaoEvent, EventData, EventType } from '@cao/contracts';

/**
 * An event as a hook gets it: a frozen copy, one of a union by `type`. `id` grows by one per event of the whole server,
 * `schema_version` is that of the fields (`EVENT_SCHEMA_VERSION`).
 */
export type PluginEvent<T extends EventType = EventType> = T extends EventType
  ? Readonly<Omit<CaoEvent, 'type' | 'data'>> & {
      readonly schema_version: number;
      readonly type: T;
      readonly data: EventData[T];
    }
  : never;
