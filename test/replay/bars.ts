export interface Bar {
  /** Least share of the time in which the status is right: with all sources, and with the screen alone. */
  readonly all: number;
  readonly screen: number;
  /** An input may be turned away because the agent does not look ready. */
  readonly refuses?: true;
}

const BAR: Bar = { all: 0.995, screen: 0.97 };

/**
 * Recordings that stay below it, and why. A hook tells of a question up to 0.9 s before the CLI draws it, and that time is lost to
 * who sees the screen only; Codex is read that way in both cases. A turn that is over before its work was drawn is told from the
 * screen after 1.5 s. Copilot says for a second that it works when it has ended; there an input is turned away at times.
 */
const BELOW: Readonly<Record<string, Bar>> = {
  'claude-code 2.1.330': { all: 0.995, screen: 0.93 },
  'codex 0.169.0': { all: 0.955, screen: 0.935 },
  'kimi-cli 2.1.0': { all: 0.995, screen: 0.92 },
  'copilot-cli 1.0.102': { all: 0.88, screen: 0.83, refuses: true },
  'copilot-cli 1.0.102-first-run': { all: 0.985, screen: 0.94 },
};

export function barOf(recording: string): Bar {
  return BELOW[recording] ?? BAR;
}
