/** Exit codes are API: scripts and agents branch on them. */
export const EXIT = {
  ok: 0,
  /** The work failed, or the server could not be reached. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A wait ended because the agent asks a question. */
  question: 3,
  /** A wait ended because its time was up; the agent goes on. */
  timeout: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;
