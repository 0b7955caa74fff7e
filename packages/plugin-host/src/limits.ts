/** Times in milliseconds. Each bounds what foreign code can delay. */
export interface Limits {
  readonly importMs: number;
  readonly setupMs: number;
  readonly hookMs: number;
  /** Somebody waits for the answer. */
  readonly beforeMs: number;
  /** Until a route answers; what it streams then takes as long as it takes. */
  readonly routeMs: number;
  /** Somebody looks at an empty panel. */
  readonly panelMs: number;
  readonly drainMs: number;
  readonly teardownMs: number;
  /** Events that wait for one plugin. */
  readonly queueLength: number;
  /** Characters of text in them. */
  readonly queueText: number;
}

export const DEFAULT_LIMITS: Limits = {
  // A module that awaits at its top level must not keep a launch waiting for ever; a cold disk needs a second or two.
  importMs: 10_000,
  // Long enough to log in somewhere, short enough that a server start is not given up.
  setupMs: 10_000,
  // Chat services answer within seconds or not at all.
  hookMs: 10_000,
  // An agent waits for its tool call; a look at a file or a policy service in the house takes far less.
  beforeMs: 2000,
  routeMs: 30_000,
  panelMs: 5000,
  // One hook that hangs must leave time for every teardown before the patience of whoever stops the server ends.
  drainMs: 1000,
  teardownMs: 2000,
  // Ten minutes of a busy server. Copies are shared by all plugins.
  queueLength: 10_000,
  // Sixteen messages of the largest size, or all ten thousand of a usual one.
  queueText: 16 * 1024 * 1024,
};
