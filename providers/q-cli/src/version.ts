/** The version in what `q --version` prints: `q 1.19.7`. Where Kiro CLI is installed, `q` is Kiro and prints that; it has none then. */
export function parseVersion(output: string): string | undefined {
  return /^(?:q|qchat) v?(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/m.exec(output)?.[1];
}

/** First versions that know something, by the program's own list of changes. */
export const SINCE = {
  /** An agent file with an event that Q does not know is refused as a whole. */
  stopHook: [1, 18],
} as const;

/** True when `version` is at least `wanted`. An unknown version is taken for the newest. */
export function isAtLeast(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const found = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (!found) return true;
  const [ours, theirs] = [Number(found[1]), Number(found[2])];
  return ours > major || (ours === major && theirs >= minor);
}
