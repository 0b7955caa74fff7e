import { PanelData, type EventType, type RequestKind, type Requests } from '@cao/contracts';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { HookContext, Logger, ReadApi } from '../context.ts';
import type { PluginEvent } from '../events.ts';
import type { PluginTool, ToolContext } from '../offers.ts';
import type { OptionsOf, OptionsSchema, Plugin } from '../plugin.ts';
import type { Verdict } from '../verdict.ts';

export interface MountOptions {
  /** As they would stand in the settings. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly home?: string;
  readonly api?: ReadApi;
  readonly lastEventId?: number;
}

/** A plugin that is set up as a server would do it, without a server. */
export interface MountedPlugin {
  /** Calls the hook of the event's type; resolves when it is done and rejects when it fails. */
  emit(event: PluginEvent): Promise<void>;
  ask<K extends RequestKind>(kind: K, request: Requests[K]): Promise<Verdict<K>>;
  /** Checks the arguments and runs a tool, by its name in the plugin. Rejects with what is wrong with them, or what it throws. */
  call(tool: string, input: Readonly<Record<string, unknown>>, caller?: Partial<ToolCaller>): Promise<unknown>;
  /** Has its `fetch` answer; `path` is what follows the prefix of the plugin. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  panel(name: string): Promise<PanelData>;
  /** Aborts the signal and tears down. */
  stop(): Promise<void>;
  /** What was logged: `warn not sent {"status":500}`. */
  readonly logged: readonly string[];
  /** Where the plugin wants to go on, when it said so. */
  readonly resumedFrom: number | null;
}

export type ToolCaller = Pick<ToolContext, 'terminalId' | 'sessionName' | 'callId' | 'progress'>;

const CALLER: ToolCaller = {
  terminalId: 'bbbbbbbb',
  sessionName: 'cao-sample',
  callId: 'c_1',
  progress: () => undefined,
};

const NO_API: ReadApi = {
  get: (path) => Promise.reject(new Error(`mountPlugin was given no api to answer ${path}`)),
};

/** Checks the options and sets the plugin up. Rejects with what is wrong with the options, or what `setup` throws. */
export async function mountPlugin<S extends OptionsSchema, Inputs>(
  plugin: Plugin<S, Inputs>,
  { options = {}, home = '', api = NO_API, lastEventId }: MountOptions = {},
): Promise<MountedPlugin> {
  const logged: string[] = [];
  const abort = new AbortController();
  let resumedFrom: number | null = null;
  const context: HookContext<OptionsOf<S>> = {
    logger: loggerInto(logged),
    options: await optionsOf(plugin, options),
    home,
    signal: abort.signal,
    api,
  };

  async function stop(): Promise<void> {
    abort.abort();
    await plugin.teardown?.();
  }

  try {
    await plugin.setup?.({
      ...context,
      lastEventId: lastEventId ?? null,
      resumeFrom(eventId) {
        resumedFrom = eventId;
      },
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async emit(event) {
      const hooks = (plugin.hooks ?? {}) as Partial<
        Record<EventType, (event: PluginEvent, context: HookContext<OptionsOf<S>>) => unknown>
      >;
      await hooks[event.type]?.(event, context);
    },
    async call(name, input, caller) {
      const tools = (plugin.tools ?? {}) as Readonly<Record<string, PluginTool<unknown, OptionsOf<S>>>>;
      const tool = tools[name];
      if (tool === undefined) throw new Error(`the plugin has no tool ${name}`);
      return tool.run(await checked(tool.input, input), { ...context, ...CALLER, ...caller });
    },
    async fetch(path, init) {
      if (plugin.fetch === undefined) throw new Error('the plugin has no fetch');
      return plugin.fetch(new Request(new URL(path, 'http://127.0.0.1'), init), context);
    },
    async panel(name) {
      const panel = plugin.panels?.[name];
      if (panel === undefined) throw new Error(`the plugin has no panel ${name}`);
      return PanelData.parse(await panel.data(context));
    },
    ask: async (kind, request) => plugin.before?.[kind]?.(request, context),
    stop,
    logged,
    get resumedFrom() {
      return resumedFrom;
    },
  };
}

async function optionsOf<S extends OptionsSchema>(
  { options: schema }: Pick<Plugin<S>, 'options'>,
  given: Readonly<Record<string, unknown>>,
): Promise<OptionsOf<S>> {
  return schema === undefined ? given : checked(schema, given);
}

async function checked<S extends StandardSchemaV1>(
  schema: S,
  given: unknown,
): Promise<StandardSchemaV1.InferOutput<S>> {
  const result = await schema['~standard'].validate(given);
  if (result.issues === undefined) return result.value;
  const said = result.issues.map(({ path = [], message }) => {
    const name = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return name === '' ? message : `${name}: ${message}`;
  });
  throw new Error(said.join('; '));
}

function loggerInto(lines: string[]): Logger {
  const level =
    (name: string) =>
    (message: string, fields?: Record<string, unknown>): void =>
      void lines.push([name, message, ...(fields === undefined ? [] : [JSON.stringify(fields)])].join(' '));
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') };
}
