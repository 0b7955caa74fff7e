/** The version in what `copilot --version` prints: `GitHub Copilot CLI 1.0.102.` */
export function parseVersion(output: string): string | undefined {
  return /^GitHub Copilot CLI v?(\d+\.\d+\.\d+(?:-[\w.]*\w)?)/m.exec(output)?.[1];
}

/** The first release that comes back for the answer of a tool call when the server was restarted; 1.0.73 waits for it for ever. */
const RESUMED_CALLS = [1, 0, 102] as const;

/** An unknown version is taken for the newest. */
export function resumesCalls(version: string | undefined): boolean {
  const found = /^(\d+)\.(\d+)\.(\d+)/
    .exec(version ?? '')
    ?.slice(1)
    .map(Number);
  if (found === undefined) return true;
  const at = RESUMED_CALLS.findIndex((wanted, index) => wanted !== found[index]);
  return at === -1 || (found[at] ?? 0) > (RESUMED_CALLS[at] ?? 0);
}
