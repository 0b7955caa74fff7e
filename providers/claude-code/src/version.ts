/** Finds `2.1.330` in `2.1.330 (Claude Code)`. */
export function parseVersion(output: string): string | undefined {
  return /^\s*(\d+\.\d+\.\d+)\b.*\(Claude Code\)/m.exec(output)?.[1] ?? /^\s*(\d+\.\d+\.\d+)\s*$/m.exec(output)?.[1];
}

/** True when `version` is known and lower than `other`. */
export function isBefore(version: string | undefined, other: string): boolean {
  if (version === undefined) return false;
  const left = version.split('.').map(Number);
  const right = other.split('.').map(Number);
  for (const [index, part] of right.entries()) {
    const difference = (left[index] ?? 0) - part;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
