/** The version in what `gemini --version` prints: the bare number, perhaps below a warning. */
export function parseVersion(output: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/m.exec(output)?.[1];
}

/** First versions that know something. Each was found by running releases on both sides of it. */
export const SINCE = {
  /** A policy file above the person's own. */
  adminPolicy: [0, 36],
} as const;

/** True when `version` is at least `wanted`. An unknown version is taken for the newest. */
export function isAtLeast(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const found = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (!found) return true;
  const [ours, theirs] = [Number(found[1]), Number(found[2])];
  return ours > major || (ours === major && theirs >= minor);
}
