import { ProviderId } from '@cao/contracts';
import { PLUGIN_API_VERSION, PLUGIN_BRAND, type Plugin } from '@cao/plugin-sdk';
import type { Provider } from '@cao/provider-sdk';
import { z } from 'zod';

/** Shapes, not classes: a package may bring its own copy of the SDK, or none. */
const fn = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'must be a function');
const strings = z.array(z.string());
const steps = z.array(z.looseObject({ type: z.string() }));

const schema = z.custom<object>((value) => {
  const standard: unknown = isObject(value) ? Reflect.get(value, '~standard') : undefined;
  return isObject(standard) && typeof Reflect.get(standard, 'validate') === 'function';
}, 'must be a schema that speaks Standard Schema');

/** Schemas of some libraries are functions. */
function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

const PluginShape = z.looseObject({
  name: z.string().min(1),
  setup: fn.optional(),
  teardown: fn.optional(),
  hooks: z.record(z.string(), fn.optional()).optional(),
  before: z.record(z.string(), fn.optional()).optional(),
  durable: z.union([z.boolean(), z.looseObject({ attempts: z.union([z.number(), z.literal(Infinity)]) })]).optional(),
  options: schema.optional(),
  tools: z.record(z.string(), z.looseObject({ description: z.string(), input: schema, run: fn })).optional(),
  fetch: fn.optional(),
  panels: z.record(z.string(), z.looseObject({ title: z.string(), data: fn })).optional(),
}) as unknown as z.ZodType<Plugin>;

/** What the module of a plugin exports. */
export const WANTED_PLUGIN = {
  name: 'plugin',
  brand: PLUGIN_BRAND,
  version: PLUGIN_API_VERSION,
  shape: PluginShape,
};

export const ProviderShape = z.looseObject({
  id: ProviderId,
  title: z.string(),
  binary: z.string(),
  versionArgs: strings,
  parseVersion: fn,
  installHint: z.string(),
  capabilities: z.looseObject({
    toolRestriction: z.enum(['enforced', 'advisory']),
    resume: z.boolean(),
    mcp: z.enum(['http', 'stdio']),
    nativeAgents: z.boolean(),
    commandPrefixes: strings,
  }),
  inheritEnv: strings,
  plan: fn,
  agentStore: z
    .looseObject({ file: fn, otherFiles: fn.optional(), isOurs: fn, plan: fn, refresh: fn.optional() })
    .optional(),
  skillFolder: fn.optional(),
  readScreen: fn,
  readSignal: fn,
  readTitle: fn.optional(),
  sources: fn.optional(),
  readRecord: fn.optional(),
  readReply: fn,
  submit: fn,
  resubmit: steps,
  answer: fn,
  interrupt: steps,
  exit: steps,
}) as unknown as z.ZodType<Provider>;
