/**
 * What a command of the CLI (`/prompts`) printed. Nothing reports it, and people need it: it is what the agent's rows hold that was
 * not there before the command.
 */
export interface Printed {
  /** Rows of the agent before the command is typed, if they could be had. */
  before(rows: readonly string[] | undefined): void;
  /** Without the row that repeats the command. Undefined when nothing new is there, or what was there before is not known. */
  since(rows: readonly string[], command: string): string | undefined;
}

export function createPrinted(): Printed {
  let known: ReadonlySet<string> | undefined;
  return {
    before(rows) {
      known = rows && new Set(rows.map((row) => row.trim()));
    },
    since(rows, command) {
      const old = known;
      if (old === undefined) return undefined;
      const fresh = rows.filter((row) => row.trim() === '' || !old.has(row.trim()));
      const echo = fresh.findIndex((row) => row.trimEnd().endsWith(command.trim()));
      const text = fresh
        .toSpliced(echo, echo < 0 ? 0 : 1)
        .join('\n')
        .replaceAll(/\n\s*\n+/g, '\n\n');
      return text.replace(/^\s*\n/, '').trimEnd() || undefined;
    },
  };
}
