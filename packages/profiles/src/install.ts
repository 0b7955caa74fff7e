import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CaoError } from '@cao/contracts';
import { INSTALLED_STORE, LOCAL_STORE, SHIPPED_SOURCE } from './directories.ts';
import { fileStem, isPlainName } from './names.ts';
import { writeNativeFiles, type NativeFiles, type NativeRequest } from './native-files.ts';
import { parseProfile } from './parse-profile.ts';
import { checkProfileUrl, downloadProfile, PROFILE_HOSTS } from './profile-url.ts';
import type { ProfileStore } from './profile-store.ts';
import { readProfileSettings } from './settings.ts';
import { resolveTools } from './tools.ts';
import {
  expandVariables,
  readVariables,
  unresolvedVariables,
  usedVariables,
  variablesFile,
  writeVariables,
  type Variables,
} from './variables.ts';
import { writeAtomically } from './write.ts';

export interface InstallOptions {
  readonly home: string;
  readonly store: ProfileStore;
  /** Values for placeholders, kept in `<home>/.env`. */
  readonly variables?: Variables;
  /** Whether `source` may be a file of this machine: for the person at the keyboard, never for a remote caller. */
  readonly localFiles: boolean;
  /** Relative paths start here. */
  readonly cwd: string;
  readonly allowedHosts?: readonly string[];
  readonly fetch?: typeof fetch;
  /** Plans the files of the CLI that will run the profile. Asked before anything is written; may throw. */
  readonly native?: (request: NativeRequest) => Promise<NativeFiles | undefined>;
}

export interface Installed {
  readonly name: string;
  readonly kind: 'name' | 'file' | 'url';
  readonly contextFile: string;
  /** The copy in the local store, for files and URLs. */
  readonly storedFile: string | undefined;
  readonly variablesFile: string | undefined;
  /** Placeholders without a value, sorted. */
  readonly unresolved: readonly string[];
  /** The agent in the CLI's own store, when it has one. */
  readonly agentFile: string | undefined;
  /** What the person should know. */
  readonly advisories: readonly string[];
}

interface Source {
  readonly kind: Installed['kind'];
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** It comes with CAO. */
  readonly shipped: boolean;
}

/**
 * Makes a profile known under its own name: the text goes, placeholders as written, to `agent-context`; a file or download also to
 * `agent-store`; `native` adds what its CLI keeps. Everything is checked before anything is written. Throws `CaoError`.
 */
export async function installProfile(source: string, options: InstallOptions): Promise<Installed> {
  const { home, variables = {} } = options;
  const found = await resolveSource(source, options);
  const profile = parseProfile(found.text, found.file, found.name);
  if (!found.shipped) await refuseReserved([found.name, fileStem(profile.name)], options.store);
  const tools = resolveTools(profile, (await readProfileSettings(home)).roles);

  const known = { ...(await readVariables(home)), ...variables };
  const id = fileStem(profile.name);
  const contextFile = path.join(home, INSTALLED_STORE, `${id}.md`);
  const values = usedVariables(profile.system_prompt, known);
  const expanded = expandVariables(profile, known);
  const native = await options.native?.({ id, profile: expanded, tools, contextFile, values });

  const hasVariables = Object.keys(variables).length > 0;
  if (hasVariables) await writeVariables(home, variables);
  const storedFile = found.kind === 'name' ? undefined : path.join(home, LOCAL_STORE, `${found.name}.md`);
  if (storedFile !== undefined) await writeAtomically(storedFile, found.text);
  await writeAtomically(contextFile, found.text);
  if (native !== undefined) await writeNativeFiles(native);
  return {
    name: profile.name,
    kind: found.kind,
    contextFile,
    storedFile,
    variablesFile: hasVariables ? variablesFile(home) : undefined,
    unresolved: unresolvedVariables(found.text, known),
    agentFile: native?.agentFile,
    advisories: native?.advisories ?? [],
  };
}

/** A copy that no launch would ever use is a trap. */
async function refuseReserved(names: readonly string[], store: ProfileStore): Promise<void> {
  const reserved = await Promise.all(names.map((name) => store.isReserved(name)));
  const name = names[reserved.indexOf(true)];
  if (name === undefined) return;
  throw new CaoError(
    'conflict',
    `'${name}' is the name of a profile that ships with CAO, which is used instead of yours`,
    {
      hint: `Give the file another name, or set agents.prefer_local_profiles to true in settings.json. Nothing was written.`,
    },
  );
}

/** The shape of a source says what it is; what is neither URL nor path is a name. */
function resolveSource(source: string, options: InstallOptions): Promise<Source> {
  if (/^https?:\/\//i.test(source)) return fromUrl(source, options);
  if (source.endsWith('.md')) return fromFile(source, options);
  return fromStore(source, options);
}

async function fromStore(name: string, { store }: InstallOptions): Promise<Source> {
  const { file, text, source } = await store.original(name);
  return { kind: 'name', name, file, text, shipped: source === SHIPPED_SOURCE };
}

async function fromFile(source: string, { localFiles, cwd }: InstallOptions): Promise<Source> {
  if (!localFiles)
    throw new CaoError('invalid_input', 'A profile cannot be installed from a path here; give a name or a URL');
  const file = path.resolve(cwd, source);
  const name = path.basename(file, '.md');
  if (!isPlainName(name)) {
    throw new CaoError('invalid_input', `Invalid profile name: ${JSON.stringify(name)}`, {
      hint: 'The file name without .md becomes the name: 1 to 64 letters, digits, _ or -.',
    });
  }
  try {
    return { kind: 'file', name, file, text: await readFile(file, 'utf8'), shipped: false };
  } catch (error) {
    throw new CaoError(
      'not_found',
      `Cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`,
      {
        cause: error,
      },
    );
  }
}

async function fromUrl(source: string, options: InstallOptions): Promise<Source> {
  const { url, name } = checkProfileUrl(source, options.allowedHosts ?? PROFILE_HOSTS);
  const text = await downloadProfile(url, options.fetch ?? fetch);
  return { kind: 'url', name, file: url, text, shipped: false };
}
