import type { EventType, RequestKind, Requests } from '@cao/contracts';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { HookContext, PluginContext } from './context.ts';
import type { PluginEvent } from './events.ts';
import type { FetchHandler, PluginPanel, PluginTools } from './offers.ts';
import type { Verdict } from './verdict.ts';

/** The version of this contract; `cao.apiVersion` in a plugin's package.json must equal it. */
export const PLUGIN_API_VERSION = 1;

/** Same symbol in every copy of this package. */
export const PLUGIN_BRAND: unique symbol = Symbol.for('cao.plugin') as never;

/** A schema of options: zod, valibot, arktype or any other that speaks Standard Schema. */
export type OptionsSchema = StandardSchemaV1<unknown, Readonly<Record<string, unknown>>>;

/** What `context.options` is: what the schema makes of the settings. */
export type OptionsOf<S extends OptionsSchema> = StandardSchemaV1.InferOutput<S>;

/** As methods, since a plugin with options of its own is a `Plugin` too. */
type Callback<Given, Options, Result> = {
  call(given: Given, context: HookContext<Options>): Result | Promise<Result>;
}['call'];

/**
 * Called after the fact, one event at a time and in order; the next one waits for the returned promise. May throw: the error is
 * logged, and the next event comes (a durable plugin gets the same one again first). After the time limit of the host it goes on
 * without this hook.
 */
export type Hook<T extends EventType, Options = Readonly<Record<string, unknown>>> = Callback<
  PluginEvent<T>,
  Options,
  void
>;

export type Hooks<Options = Readonly<Record<string, unknown>>> = { readonly [T in EventType]?: Hook<T, Options> };

/**
 * Asked before something happens; whoever wants it waits, so be quick: 2 seconds are the limit. May be asked again for the same
 * after a restart. One that throws or is too slow is passed over, unless package.json says `"refuse"` for it.
 */
export type BeforeHook<K extends RequestKind, Options = Readonly<Record<string, unknown>>> = Callback<
  Requests[K],
  Options,
  Verdict<K>
>;

export type BeforeHooks<Options = Readonly<Record<string, unknown>>> = {
  readonly [K in RequestKind]?: BeforeHook<K, Options>;
};

/** Something inside the server that is told what happens, and may be asked before it does. */
export interface Plugin<S extends OptionsSchema = OptionsSchema, Inputs = Readonly<Record<string, unknown>>> {
  /** For people; the settings know a plugin by its name in package.json. */
  readonly name: string;
  /**
   * What `plugins.options.<name>` of the settings and `CAO_PLUGIN_<NAME>_<OPTION>` may hold. Checked before `setup`; what does not
   * fit disables this plugin alone. Messages of the schema are shown to people, values never.
   */
  readonly options?: S;
  /**
   * No event is missed: those since the last one that was finished come again after a restart, and one whose hook failed comes
   * again before the next. So a hook may see an event twice; `event.id` tells. `attempts` says how often one event is tried (5
   * when absent, `Infinity` until it works); the pauses double from one second to a minute.
   */
  readonly durable?: boolean | { readonly attempts: number };
  /** Called once, before the first event. A throw disables this plugin alone. */
  setup?(context: PluginContext<OptionsOf<S>>): void | Promise<void>;
  /** Called once when the server stops or `setup` failed, so it must cope with half of a set-up. */
  teardown?(): void | Promise<void>;
  readonly hooks?: Hooks<OptionsOf<S>>;
  /** Only those that `before` in package.json names are called. */
  readonly before?: BeforeHooks<OptionsOf<S>>;
  /** For agents, over MCP. Names of lower-case letters, digits and `_`, 30 at most. */
  readonly tools?: PluginTools<Inputs, OptionsOf<S>>;
  readonly fetch?: FetchHandler<OptionsOf<S>>;
  /** For the dashboard, by a name of lower-case letters, digits, `_` and `-`. */
  readonly panels?: Readonly<Record<string, PluginPanel<OptionsOf<S>>>>;
}

/**
 * Types a plugin and marks it, so that the host knows it across copies of this package. A package exports the result, or a
 * function that returns it, as `plugin` or as default. State lives in closures: the object itself is frozen.
 */
export function definePlugin<S extends OptionsSchema = OptionsSchema, Inputs = Readonly<Record<string, unknown>>>(
  plugin: Plugin<S, Inputs>,
): Plugin<S, Inputs> {
  return Object.freeze({ ...plugin, [PLUGIN_BRAND]: PLUGIN_API_VERSION });
}
