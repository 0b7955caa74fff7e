import { closeSync, openSync, writeSync } from 'node:fs';

export type HookName =
  | 'SessionStart'
  | 'UserPromptSubmit'
  | 'PreToolUse'
  | 'PermissionRequest'
  | 'PostToolUse'
  | 'Stop'
  | 'StopFailure'
  | 'Interrupt'
  | 'SessionEnd';

/** Reports what happens; returns what went wrong, for the screen. A hook that fails must not stop the agent. */
export type Hooks = (hook: HookName, fields: Readonly<Record<string, unknown>>) => string | undefined;

export interface HookOptions {
  /** The signal file; undefined turns hooks off. */
  readonly path: string | undefined;
  readonly dropped: readonly string[];
  readonly now: () => number;
}

export function createHooks(options: HookOptions): Hooks {
  const { path } = options;
  return (hook, fields) => {
    if (path === undefined || options.dropped.includes(hook)) return undefined;
    try {
      appendLine(path, { hook, at: options.now(), ...fields });
      return undefined;
    } catch (error) {
      return `${hook} hook failed: ${(error as Error).message}`;
    }
  };
}

/** One line by one write to a file opened for appending, so that lines of several writers never mix. */
export function appendLine(path: string, record: Readonly<Record<string, unknown>>): void {
  const file = openSync(path, 'a', 0o600);
  try {
    writeSync(file, `${JSON.stringify(record)}\n`);
  } finally {
    closeSync(file);
  }
}
