import { CaoError, DEFAULT_PROVIDER, UNRESTRICTED, type AgentProfile } from '@cao/contracts';
import { narrowTools, resolveTools } from '@cao/profiles';
import type { Provider } from '@cao/provider-sdk';
import type { TerminalRecord } from '@cao/state';
import type { EngineDeps } from '../deps.ts';
import type { Executables } from './executable.ts';
import { workingDirectory } from './working-directory.ts';

export interface PrepareRequest {
  readonly agentProfile: string;
  readonly provider?: string | undefined;
  readonly workingDirectory?: string | undefined;
  readonly allowedTools?: readonly string[] | undefined;
  readonly yolo?: boolean | undefined;
  readonly model?: string | undefined;
  /** The terminal that delegates: its provider is the fallback, its directory the default, its tools the limit. */
  readonly parent?: TerminalRecord | undefined;
}

/** Everything decided before anything is created, so that bad input leaves no trace. */
export interface Prepared {
  readonly profile: AgentProfile;
  readonly provider: Provider;
  readonly executable: string;
  readonly workingDirectory: string;
  readonly allowedTools: readonly string[];
  /** The most that those it delegates to may have. */
  readonly toolGrant: readonly string[];
  readonly autoApprove: boolean;
  readonly model: string | undefined;
}

export async function prepare(deps: EngineDeps, executables: Executables, request: PrepareRequest): Promise<Prepared> {
  const { parent } = request;
  const profile = await loadProfile(deps, request);
  const provider = await deps.registry.loadProvider(providerId(deps, request, profile));
  const executable = await executables.require(provider);
  const directory = await workingDirectory(
    request.workingDirectory ?? parent?.workingDirectory ?? deps.paths.defaultDirectory,
    {
      userHome: deps.paths.userHome,
      base: parent?.workingDirectory ?? deps.paths.defaultDirectory,
    },
  );
  const limit = parent?.toolGrant ?? [UNRESTRICTED];
  const given = request.yolo === true ? [UNRESTRICTED] : request.allowedTools;
  const own = given ?? resolveTools(profile, await deps.profiles.roles());
  const isList = given !== undefined || profile.allowedTools !== undefined;
  return {
    profile,
    provider,
    executable,
    workingDirectory: directory,
    allowedTools: narrowTools(limit, own),
    // A role says what an agent does itself: a supervisor that only reads may delegate writing. A list somebody wrote is a limit.
    toolGrant: isList ? narrowTools(limit, own) : limit,
    // A worker has nobody in front of it: it asks only when its profile says so, or when the one who launched it wants to be asked.
    autoApprove: request.yolo ?? (parent ? parent.autoApprove : profile.permissionMode === undefined),
    model: request.model ?? profile.model,
  };
}

/** For the program of a terminal that exists: what was decided for it stays, the profile and the program are as they are now. */
export async function prepareAgain(
  deps: EngineDeps,
  executables: Executables,
  record: TerminalRecord,
): Promise<Prepared> {
  const profile = await loadProfile(deps, { agentProfile: record.agentProfile, provider: record.provider });
  const provider = await deps.registry.loadProvider(record.provider);
  return {
    profile,
    provider,
    executable: await executables.require(provider),
    workingDirectory: record.workingDirectory,
    allowedTools: record.allowedTools,
    toolGrant: record.toolGrant,
    autoApprove: record.autoApprove,
    model: record.model ?? undefined,
  };
}

/** Explicit, then the profile's, then the parent's, then the default: one rule for every entry point. */
function providerId(deps: EngineDeps, request: PrepareRequest, profile: AgentProfile): string {
  const known = deps.registry.providers().map(({ id }) => id);
  if (request.provider !== undefined) {
    if (known.includes(request.provider)) return request.provider;
    throw new CaoError(
      'provider_unknown',
      `Invalid provider '${request.provider}'. Available providers: ${known.join(', ')}`,
    );
  }
  if (profile.provider !== undefined) {
    if (known.includes(profile.provider)) return profile.provider;
    deps.log.warn('a profile names an unknown provider', { profile: profile.name, provider: profile.provider });
  }
  const fallback = request.parent?.provider ?? DEFAULT_PROVIDER;
  if (known.includes(fallback)) return fallback;
  throw new CaoError(
    'provider_unknown',
    `The default provider '${fallback}' is not installed. Available providers: ${known.join(', ')}`,
    {
      hint: 'Name one with --provider, or in the profile.',
    },
  );
}

/** A CLI with agents of its own may know a name that CAO does not. */
async function loadProfile(deps: EngineDeps, request: PrepareRequest): Promise<AgentProfile> {
  try {
    return await deps.profiles.load(request.agentProfile);
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'profile_not_found';
    if (!missing || !(await hasNativeAgents(deps, request.provider))) throw error;
    const name = request.agentProfile;
    return { name, description: '', system_prompt: '', native_agent: name };
  }
}

async function hasNativeAgents(deps: EngineDeps, provider: string | undefined): Promise<boolean> {
  if (provider === undefined || !deps.registry.providers().some(({ id }) => id === provider)) return false;
  return (await deps.registry.loadProvider(provider)).capabilities.nativeAgents;
}
