/** `opencode --version` prints nothing but the version. */
export function parseVersion(output: string): string | undefined {
  return /^(?:opencode v?)?(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/m.exec(output)?.[1];
}
