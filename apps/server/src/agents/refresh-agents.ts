import { isCaoError } from '@cao/contracts';
import { createProfileStore, installedProfiles, type InstalledProfile, writeNativeFiles } from '@cao/profiles';
import type { AgentStore, Provider } from '@cao/provider-sdk';
import { loadProviders, openRegistry, type Place } from './agent-stores.ts';
import { agentStoreRequest } from './install-agent.ts';

export interface Refreshed {
  /** Agent files that tell of other skills now. */
  readonly files: readonly string[];
  /** What could not be brought up to date, as sentences. */
  readonly problems: readonly string[];
}

/**
 * Writes the catalogue of skills anew into those agents of CLIs' own that carry it, for every installed profile. Files that are not
 * CAO's stay as they are, and so does what did not change. One that fails stops no other.
 */
export async function refreshAgents(place: Place): Promise<Refreshed> {
  const store = createProfileStore({ ...place, agentsDir: place.env['CAO_AGENTS_DIR'] });
  const profiles = await installedProfiles(place.home, await store.roles());
  // Loading every provider takes a moment, for which nobody without installed profiles should wait.
  if (profiles.found.length === 0) return { files: [], problems: profiles.problems };
  const providers = (await loadProviders(openRegistry(place.home))).filter(
    ({ agentStore }) => agentStore !== undefined && 'refresh' in agentStore,
  );
  const files: string[] = [];
  const problems: string[] = [...profiles.problems];
  for (const profile of profiles.found) {
    for (const provider of providers) {
      try {
        const file = await refreshOne(provider, profile, place);
        if (file !== undefined) files.push(file);
      } catch (error) {
        if (!isCaoError(error) && (error as NodeJS.ErrnoException).code === undefined) throw error;
        problems.push(`${provider.title}, agent ${profile.id}: ${(error as Error).message}`);
      }
    }
  }
  return { files, problems };
}

async function refreshOne(provider: Provider, profile: InstalledProfile, place: Place): Promise<string | undefined> {
  const request = await agentStoreRequest(provider, profile, place);
  const store = provider.agentStore as AgentStore;
  const path = store.file(request);
  const present = request.userFiles[path];
  if (present === undefined || !store.isOurs(present, request)) return undefined;
  const content = store.refresh?.(present, request);
  if (content === undefined || content === present) return undefined;
  await writeNativeFiles({ files: [{ path, content }], links: [] });
  return path;
}
