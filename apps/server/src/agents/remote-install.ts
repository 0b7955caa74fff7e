import type { InstallProfileRequest, InstallProfileResponse } from '@cao/contracts';
import type { Place } from './agent-stores.ts';
import { installAgent, type InstalledAgent } from './install-agent.ts';

export interface RemoteInstallOptions extends Place {
  /** Where profiles may come from, instead of the usual hosts. */
  readonly allowedHosts: readonly string[];
}

/** Installs for somebody who is not at this machine's keyboard: its files stay closed to them. */
export async function installRemotely(
  { source, provider, env_vars: variables }: InstallProfileRequest,
  { allowedHosts, ...place }: RemoteInstallOptions,
): Promise<InstallProfileResponse> {
  const done = await installAgent(source, {
    ...place,
    cwd: place.home,
    localFiles: false,
    provider,
    ...(variables !== undefined && { variables }),
    ...(allowedHosts.length > 0 && { allowedHosts }),
  });
  return installResponse(done);
}

/** What an installation is told as, in HTTP and in `cao install --json`. */
export function installResponse(done: InstalledAgent): InstallProfileResponse {
  return {
    success: true,
    message: `Agent '${done.name}' installed successfully`,
    agent_name: done.name,
    provider: done.provider,
    context_file: done.contextFile,
    agent_file: done.agentFile ?? null,
    unresolved_vars: done.unresolved.length === 0 ? null : [...done.unresolved],
    source_kind: done.kind,
    advisories: [...done.advisories],
  };
}
