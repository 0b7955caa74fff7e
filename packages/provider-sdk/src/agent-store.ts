import type { AgentProfile } from '@cao/contracts';
import type { LaunchRequest } from './launch.ts';

/** Where one profile belongs among a CLI's own agents. */
export interface AgentPlace extends Pick<LaunchRequest, 'home' | 'env'> {
  /** The profile's name, safe in file names, keys and arguments. */
  readonly id: string;
}

/** A profile on its way into a CLI's own agents. */
export interface AgentStoreRequest extends AgentPlace {
  /** Placeholders are replaced, so it may hold secrets. */
  readonly profile: AgentProfile;
  /** Effective CAO tool words. */
  readonly allowedTools: readonly string[];
  /** CAO's copy of the profile, absolute; placeholders as written. */
  readonly contextFile: string;
  /** Values of the placeholders in the prompt, for a CLI that is only pointed to `contextFile`. */
  readonly values: Readonly<Record<string, string>>;
  /** The folder of skills, absolute, the names of those the profile has, and what an agent is told of them; empty without skills. */
  readonly skillsFolder: string;
  readonly skillNames: readonly string[];
  readonly skillCatalogue: string;
  /** What the files hold that `file` and `otherFiles` named, by path; without those that do not exist. */
  readonly userFiles: Readonly<Record<string, string>>;
}

export interface AgentStorePlan {
  /** Absolute paths. Written whole, readable by the user alone. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** Made where nothing is; never replaces anything. */
  readonly links?: readonly { readonly path: string; readonly to: string }[];
  /** What the person should know, as sentences. */
  readonly advisories?: readonly string[];
}

/**
 * The agents that a CLI keeps itself. `cao install` puts profiles there too, so that the person finds them in the CLI's own list.
 * CAO's launches do not need them. Pure functions, like the rest of a provider.
 */
export interface AgentStore {
  /** The agent's own file, absolute. */
  file(place: AgentPlace): string;
  /** More files that `plan` has to know because it adds to them, absolute. */
  otherFiles?(place: AgentPlace): readonly string[];
  /** Whether this content of `file` is CAO's; anything else is the person's and stays as it is. */
  isOurs(content: string, request: AgentStoreRequest): boolean;
  /** Throws `CaoError` for a profile that the CLI cannot have as an agent. */
  plan(request: AgentStoreRequest): AgentStorePlan;
  /**
   * For a CLI that has the skill catalogue in the file: our content with the catalogue as it is now, and everything else as it was.
   * Undefined when it cannot be read.
   */
  refresh?(content: string, request: AgentStoreRequest): string | undefined;
}
