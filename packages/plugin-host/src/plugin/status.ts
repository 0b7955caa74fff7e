import type { EventType, RequestKind } from '@cao/contracts';
import type { DeliveryCounters } from '../delivery/delivery.ts';
import type { Source } from '../finding.ts';

/** What holds for a request when the hook that should be asked fails. */
export type OnFailure = 'allow' | 'refuse';

/** A plugin and what it has done so far. */
export interface PluginStatus extends DeliveryCounters {
  readonly name: string;
  readonly package: string;
  readonly version: string;
  readonly source: Source;
  /** `disabled` by the settings; `failed`: a finding says why. */
  readonly state: 'waiting' | 'running' | 'failed' | 'stopped' | 'disabled';
  readonly durable: boolean;
  readonly hooks: readonly EventType[];
  readonly before: Readonly<Partial<Record<RequestKind, OnFailure>>>;
  /** Names as agents call them. */
  readonly tools: readonly string[];
  /** Where its routes begin; null without any. */
  readonly routes: string | null;
  readonly panels: readonly string[];
  /** The options that are set, and where. Their values are nobody's business. */
  readonly options: readonly { readonly name: string; readonly from: string }[];
  /** Hooks that threw or ran out of time. */
  readonly failures: number;
  /** What the last of them said. */
  readonly lastError: string | null;
  /** The longest time one hook kept everything else in the server waiting. */
  readonly blockedMs: number;
}

export const NOTHING_DONE: Pick<
  PluginStatus,
  | 'durable'
  | 'hooks'
  | 'tools'
  | 'routes'
  | 'panels'
  | 'options'
  | 'failures'
  | 'lastError'
  | 'blockedMs'
  | keyof DeliveryCounters
> = {
  durable: false,
  hooks: [],
  tools: [],
  routes: null,
  panels: [],
  options: [],
  failures: 0,
  lastError: null,
  blockedMs: 0,
  waiting: 0,
  delivered: 0,
  dropped: 0,
  skipped: 0,
  lastEventId: null,
};
