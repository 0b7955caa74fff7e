/** The version in what `codex --version` prints: `codex-cli 0.169.0`. */
export function parseVersion(output: string): string | undefined {
  return /^codex(?:-cli)? v?(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/m.exec(output)?.[1];
}

/** First versions that know something. Each was found by running the releases on both sides of it, or the oldest one at hand. */
export const SINCE = {
  /** A background server, and the flag that does without it. */
  noDaemon: [0, 156],
  /** Today's names of the title's items; the older names are understood by all. */
  titleItems: [0, 136],
  /** The title says `Ready` as soon as a session is up, so a composer without a title is a facade. */
  titleAtStart: [0, 120],
  /** A failed turn ends with an error in its record. Before, it looks like a turn without an answer. */
  errorInRollout: [0, 147],
  /** Comes back for the answer of a tool call when the server was restarted. Before, it waits for it for ever. */
  resumedCalls: [0, 147],
} as const;

/** True when `version` is at least `wanted`. An unknown version is taken for the newest. */
export function isAtLeast(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const found = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (!found) return true;
  const [ours, theirs] = [Number(found[1]), Number(found[2])];
  return ours > major || (ours === major && theirs >= minor);
}
