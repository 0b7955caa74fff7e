/**
 * Two programs are called `kimi`. Kimi Code prints its bare version; the Python kimi-cli before it names itself as well, and is
 * marked here so that one string tells which program it is.
 */
export function parseVersion(output: string): string | undefined {
  const python = /^kimi(?:-cli)?,? version:? v?(\d+\.\d+(?:\.\d+)?[\w.]*)\s*$/m.exec(output)?.[1];
  if (python !== undefined) return python + PYTHON_MARK;
  return /^v?(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/m.exec(output)?.[1];
}

const PYTHON_MARK = '+python';

/** True for the Python kimi-cli. */
export function isPython(version: string | undefined): boolean {
  return version?.endsWith(PYTHON_MARK) === true;
}

/** First versions of Kimi Code that know something. Each was found in the releases on both sides of it. */
export const SINCE = {
  /** `AGENTS.md` is read from the home that `KIMI_CODE_HOME` names. */
  instructionsInHome: [0, 20],
  /** `[tools]` in `config.toml` takes tools away. */
  toolsSetting: [0, 36],
  /** The event stream of a session says how a turn ended. Before, a failure is told by a hook alone. */
  turnEnded: [0, 40],
} as const;

/** True when `version` is at least `wanted`. An unknown version is taken for the newest. */
export function isAtLeast(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const found = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (!found) return true;
  const [ours, theirs] = [Number(found[1]), Number(found[2])];
  return ours > major || (ours === major && theirs >= minor);
}
