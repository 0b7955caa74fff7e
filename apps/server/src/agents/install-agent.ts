import { CaoError, DEFAULT_PROVIDER, type AgentProfile } from '@cao/contracts';
import type { Registry } from '@cao/plugin-host';
import {
  createProfileStore,
  createSkillStore,
  installProfile,
  namedSkills,
  skillCatalogue,
  skillsFolder,
  type Installed,
  type NativeFiles,
  type NativeRequest,
} from '@cao/profiles';
import type { AgentStoreRequest, Provider } from '@cao/provider-sdk';
import { definedEnv, openRegistry, readFiles, type Place } from './agent-stores.ts';
import { packageContents } from '../packages.ts';

export interface InstallAgentOptions extends Place {
  /** Relative paths start here. */
  readonly cwd: string;
  /** Whether `source` may be a file of this machine: for the person at the keyboard, never for a remote caller. */
  readonly localFiles: boolean;
  /** The CLI that will run the profile; the profile's own, else the default, unless given. */
  readonly provider?: string | undefined;
  readonly variables?: Readonly<Record<string, string>>;
  readonly allowedHosts?: readonly string[];
  /** Replaces an agent of the person's in the CLI's own store. */
  readonly force?: boolean;
}

export interface InstalledAgent extends Installed {
  readonly provider: string;
}

/**
 * Installs a profile for CAO and for the CLI that will run it. Works beside a running server and without one. Throws `CaoError`,
 * having written nothing.
 */
export async function installAgent(source: string, options: InstallAgentOptions): Promise<InstalledAgent> {
  const { home, userHome } = options;
  const registry = openRegistry(home);
  const asked = options.provider === undefined ? undefined : await registry.loadProvider(options.provider);
  let provider = asked;
  const advisories: string[] = [];
  const installed = await installProfile(source, {
    ...options,
    store: createProfileStore({
      home,
      userHome,
      agentsDir: options.env['CAO_AGENTS_DIR'],
      packages: () => packageContents({ home }).profiles,
    }),
    async native(request) {
      provider ??= await providerOf(request.profile, registry, advisories);
      return nativeFiles(provider, request, options);
    },
  });
  return {
    ...installed,
    provider: provider?.id ?? DEFAULT_PROVIDER,
    advisories: [...advisories, ...installed.advisories],
  };
}

/** As at a launch: a profile's provider that is not there gives way to the default. */
async function providerOf(profile: AgentProfile, registry: Registry, advisories: string[]): Promise<Provider> {
  const known = registry.providers().map(({ id }) => id);
  const { provider } = profile;
  if (provider !== undefined && known.includes(provider)) return registry.loadProvider(provider);
  if (provider !== undefined) {
    advisories.push(`The profile names the provider '${provider}', which is not here; ${DEFAULT_PROVIDER} is used.`);
  }
  return registry.loadProvider(DEFAULT_PROVIDER);
}

async function nativeFiles(
  provider: Provider,
  request: NativeRequest,
  place: Place & { readonly force?: boolean },
): Promise<NativeFiles | undefined> {
  const { agentStore } = provider;
  if (agentStore === undefined) return undefined;
  const asked = await agentStoreRequest(provider, request, place);
  const agentFile = agentStore.file(asked);
  const present = asked.userFiles[agentFile];
  if (present !== undefined && place.force !== true && !agentStore.isOurs(present, asked)) {
    const advisory = `${agentFile} was left as it is, since CAO did not write it; --force replaces it.`;
    return { agentFile: undefined, files: [], links: [], advisories: [advisory] };
  }
  const { files, links = [], advisories = [] } = agentStore.plan(asked);
  return { agentFile, files, links, advisories };
}

/** Everything a provider is told of a profile and of this machine. */
export async function agentStoreRequest(
  { id: providerId, agentStore }: Provider,
  { id, profile, tools, contextFile, values }: NativeRequest,
  { home, userHome, env }: Place,
): Promise<AgentStoreRequest> {
  if (agentStore === undefined) throw new CaoError('internal', `${providerId} keeps no agents of its own`);
  const where = { home: userHome, env: definedEnv(env), id };
  const skills = namedSkills(await createSkillStore({ home }).list(), profile.skills);
  return {
    ...where,
    profile,
    allowedTools: tools,
    contextFile,
    values,
    skillsFolder: skillsFolder(home),
    skillNames: skills.map(({ name }) => name),
    skillCatalogue: skillCatalogue(skills),
    userFiles: await readFiles([agentStore.file(where), ...(agentStore.otherFiles?.(where) ?? [])]),
  };
}
