/** The version in what `kiro-cli --version` prints: `kiro-cli 2.21.4`. */
export function parseVersion(output: string): string | undefined {
  return /^kiro(?:-cli)? v?(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/m.exec(output)?.[1];
}

/** First versions that know something, as their vendor or people who ran them say. None was run here. */
export const SINCE = {
  /** `KIRO_HOME` moves agents, settings and sessions. */
  home: [2, 3],
  /** A second engine, and the flag that names the one this provider knows. Before, there was no other. */
  engineFlag: [2, 13],
  /** `KIRO_AGENT_CONFIG_DIR` moves agents alone. */
  agentFolder: [2, 19],
} as const;

/** True when `version` is at least `wanted`. An unknown version is taken for the newest. */
export function isAtLeast(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const found = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (!found) return true;
  const [ours, theirs] = [Number(found[1]), Number(found[2])];
  return ours > major || (ours === major && theirs >= minor);
}
