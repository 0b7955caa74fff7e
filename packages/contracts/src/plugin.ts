import { z } from 'zod';
import { EventType } from './event.ts';

/** What holds for a request when the hook that should be asked fails. */
const OnFailure = z.enum(['allow', 'refuse']);

export const PluginRow = z.object({
  name: z.string(),
  package: z.string(),
  version: z.string(),
  source: z.enum(['listed', 'managed', 'built-in', 'sibling']),
  /** `waiting`: not set up yet; `failed`: a finding says why; `disabled` by the settings. */
  state: z.enum(['waiting', 'running', 'failed', 'stopped', 'disabled']),
  /** Events it missed come again after a restart. */
  durable: z.boolean(),
  /** Events it has hooks for. */
  hooks: z.array(EventType),
  /** What it is asked about before it happens. */
  before: z.object({
    launch: OnFailure.optional(),
    message: OnFailure.optional(),
    tool_call: OnFailure.optional(),
  }),
  /** Names of its tools, as agents call them. */
  tools: z.array(z.string()),
  /** Where its routes begin; null without any. */
  routes: z.string().nullable(),
  /** Its panels in the dashboard. */
  panels: z.array(z.string()),
  /** Which options are set, and where: `settings` or a variable. Never their values. */
  options: z.array(z.object({ name: z.string(), from: z.string() })),
  /** Events it has not seen yet. */
  waiting: z.number().int(),
  delivered: z.number().int(),
  /** Events it never sees, because it was too slow or the server stopped. */
  dropped: z.number().int(),
  /** Events of a durable plugin that were given up. */
  skipped: z.number().int(),
  failures: z.number().int(),
  last_error: z.string().nullable(),
  last_event_id: z.number().int().nullable(),
  /** The longest time one of its hooks kept everything else waiting, in milliseconds. */
  blocked_ms: z.number().int(),
});
export type PluginRow = z.infer<typeof PluginRow>;

/** A plugin, or a package that should have one, which cannot be used. */
export const PluginFinding = z.object({
  /** Null when the package itself cannot be used. */
  name: z.string().nullable(),
  package: z.string(),
  directory: z.string().nullable(),
  source: PluginRow.shape.source,
  reason: z.string(),
  what: z.string(),
  fix: z.string(),
});
export type PluginFinding = z.infer<typeof PluginFinding>;

export const PluginReport = z.object({
  /** False: the settings switch all of them off. */
  enabled: z.boolean(),
  plugins: z.array(PluginRow),
  findings: z.array(PluginFinding),
});
export type PluginReport = z.infer<typeof PluginReport>;
