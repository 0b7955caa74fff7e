import type { EventType } from '@cao/contracts';
import type { PluginEvent } from './events.ts';

/** The version of this contract; `cao.apiVersion` in a plugin's package.json must equal it. */
export const PLUGIN_API_VERSION = 1;

/** Same symbol in every copy of this package. */
export const PLUGIN_BRAND: unique symbol = Symbol.for('cao.plugin') as never;

export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export interface PluginContext {
  /** The server's log; every line carries the plugin's name. */
  readonly logger: Logger;
  /** What the settings say for this plugin; unchecked. */
  readonly options: Readonly<Record<string, unknown>>;
  /** CAO's home folder, absolute. */
  readonly home: string;
  /** Aborted before `teardown`: stop timers and requests. */
  readonly signal: AbortSignal;
}

/**
 * Called after the fact, one event at a time and in order; the next one waits for the returned promise. May throw: the error is
 * logged and the next event comes. After the time limit of the host it goes on without this hook.
 */
export type Hook<T extends EventType> = (event: PluginEvent<T>) => void | Promise<void>;

export type Hooks = { readonly [T in EventType]?: Hook<T> };

/** An observer inside the server. It sees what happened and can neither change nor prevent it. */
export interface Plugin {
  /** For people; the settings know a plugin by its name in package.json. */
  readonly name: string;
  /** Called once, before the first event. A throw disables this plugin alone. */
  setup?(context: PluginContext): void | Promise<void>;
  /** Called once when the server stops or `setup` failed, so it must cope with half of a set-up. */
  teardown?(): void | Promise<void>;
  readonly hooks?: Hooks;
}

/**
 * Types a plugin and marks it, so that the host knows it across copies of this package. A package exports the result, or a
 * function that returns it, as `plugin` or as default. State lives in closures: the object itself is frozen.
 */
export function definePlugin(plugin: Plugin): Plugin {
  return Object.freeze({ ...plugin, [PLUGIN_BRAND]: PLUGIN_API_VERSION });
}
