/** What a child process may know of the world outside the test. A list of what is kept, so that nothing new slips in. */
const KEPT = /^(PATH|LANG|LC_\w+|TZ|USER|LOGNAME|SHELL|SystemRoot|ComSpec|PATHEXT)$/;

export type Env = Readonly<Record<string, string>>;

/** The environment of a child process: the essentials of ours, none of CAO, of agent CLIs or of the test runner, and `more`. */
export function cleanEnv(more: Env = {}): Env {
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  return { ...(Object.fromEntries(kept) as Env), TERM: 'xterm-256color', ...more };
}
