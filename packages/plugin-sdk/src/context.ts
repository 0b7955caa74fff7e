export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What may be read over the HTTP API of this server: `GET` alone. */
export interface ReadApi {
  /**
   * The JSON of a path such as `/turns/t_1`. Rejects with an Error that has the HTTP `status` and the `code` of the server (such as
   * `not_found`), and with one that has neither while it does not listen yet (in `setup`).
   */
  get(path: string, options?: { readonly signal?: AbortSignal }): Promise<unknown>;
}

export interface HookContext<Options = Readonly<Record<string, unknown>>> {
  /** The server's log; every line carries the plugin's name, and text of an option never gets into it. */
  readonly logger: Logger;
  /** What the schema made of the settings; without a schema, what the settings say. */
  readonly options: Options;
  /** CAO's home folder, absolute. */
  readonly home: string;
  /** Aborted before `teardown`; that of a hook also when its time is up. Give it to timers and requests. */
  readonly signal: AbortSignal;
  readonly api: ReadApi;
}

export interface PluginContext<Options = Readonly<Record<string, unknown>>> extends HookContext<Options> {
  /** The last event this plugin finished in an earlier run; null without one, and for a plugin that is not durable. */
  readonly lastEventId: number | null;
  /**
   * Events come from this id on instead of after `lastEventId`, as far back as the server keeps them. For a durable plugin that
   * remembers by itself what it has; throws for others, and after `setup`.
   */
  readonly resumeFrom: (eventId: number) => void;
}
