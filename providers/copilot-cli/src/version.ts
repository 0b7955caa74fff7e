/** The version in what `copilot --version` prints: `GitHub Copilot CLI 1.0.102.` */
export function parseVersion(output: string): string | undefined {
  return /^GitHub Copilot CLI v?(\d+\.\d+\.\d+(?:-[\w.]*\w)?)/m.exec(output)?.[1];
}
