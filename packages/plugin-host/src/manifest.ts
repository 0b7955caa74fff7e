import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProviderId, type RequestKind } from '@cao/contracts';
import { PLUGIN_API_VERSION } from '@cao/plugin-sdk';
import { z } from 'zod';
import type { FindingReason } from './finding.ts';
import { messageOf } from './finding-book.ts';
import type { OnFailure } from './plugin/status.ts';

/** The one version of the `cao` field, of providers and plugins alike. */
export const API_VERSION: number = PLUGIN_API_VERSION;

const File = z
  .string()
  .regex(/^\.\/[^\\]+$/, 'must be a path that starts with ./')
  .refine((path) => !path.split('/').includes('..'), 'must stay inside the package');

const OnFailureWord = z.enum(['allow', 'refuse'], 'must be "allow" or "refuse"').optional();

/** A file, or a file with what it wants to be asked about before it happens. */
const PluginField = z.preprocess(
  (field) => (typeof field === 'string' ? { file: field } : field),
  z.object({
    file: File,
    before: z.strictObject({ launch: OnFailureWord, message: OnFailureWord, tool_call: OnFailureWord }).default({}),
  }),
);

/** Said here rather than in the module, since `cao --help` runs no code of a package. */
const CommandField = z.object({
  file: File,
  summary: z.string().regex(/^[^\p{Cc}]{1,80}$/u, 'must be one line of at most 80 characters'),
});

const CaoField = z.object({
  /** Short form: one plugin, named like the package. */
  plugin: PluginField.optional(),
  plugins: z.record(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'is not a plugin name'), PluginField).optional(),
  providers: z.record(ProviderId, File).optional(),
  commands: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a command name'), CommandField).optional(),
  /** Folders. */
  skills: File.optional(),
  profiles: File.optional(),
});

const Dependencies = z.record(z.string(), z.string()).optional();
const Manifest = z.object({
  name: z.string().min(1),
  version: z.string().default('0.0.0'),
  dependencies: Dependencies,
  optionalDependencies: Dependencies,
  devDependencies: Dependencies,
  engines: z.object({ cao: z.string().optional(), node: z.string().optional() }).optional().catch(undefined),
  cao: z.unknown().optional(),
});

export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
  /** May be absent without anything being wrong. */
  readonly optionalDependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Ranges of versions it is made for. */
  readonly engines: { readonly cao?: string | undefined; readonly node?: string | undefined };
  readonly cao: unknown;
}

export interface PluginFile {
  readonly file: string;
  readonly before: Readonly<Partial<Record<RequestKind, OnFailure>>>;
}

export interface CaoEntries {
  readonly plugins: readonly (readonly [name: string, plugin: PluginFile])[];
  readonly providers: readonly (readonly [id: string, file: string])[];
  readonly commands: readonly (readonly [name: string, command: { readonly file: string; readonly summary: string }])[];
  readonly skills: string | undefined;
  readonly profiles: string | undefined;
}

/** A manifest, or a part of it, that cannot be used. */
export interface Refusal {
  readonly reason: FindingReason;
  readonly message: string;
}

/**
 * Reads package.json of a folder as a file; asking Node for it would fail for packages with an exports map. `fallback` is the name of
 * one that has none: npm makes such where somebody installs into an empty folder.
 */
export function readManifest(directory: string, fallback?: string): PackageManifest | Refusal {
  const path = join(directory, 'package.json');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { reason: 'invalid_manifest', message: `${path} cannot be read: ${messageOf(error)}` };
  }
  const named = z.looseObject({ name: z.unknown().default(fallback) }).safeParse(json);
  const manifest = Manifest.safeParse(named.success ? named.data : json);
  if (!manifest.success) return invalid(path, manifest.error);
  const { name, version, dependencies = {}, optionalDependencies = {}, devDependencies = {} } = manifest.data;
  const { engines = {}, cao } = manifest.data;
  const optional = Object.keys(optionalDependencies);
  // npm writes an optional dependency into both lists.
  const required = Object.keys(dependencies).filter((dependency) => !optional.includes(dependency));
  const development = Object.keys(devDependencies);
  return {
    name,
    version,
    dependencies: required,
    optionalDependencies: optional,
    devDependencies: development,
    engines,
    cao,
  };
}

/** The entries of a `cao` field. Its version is looked at first: a later one may mean other things by the same words. */
export function readCaoField(manifest: PackageManifest): CaoEntries | Refusal {
  const version = z.object({ apiVersion: z.number() }).safeParse(manifest.cao);
  if (!version.success) return invalid(`"cao" of ${manifest.name}`, version.error);
  if (version.data.apiVersion !== API_VERSION) {
    const message = `${manifest.name} is made for version ${version.data.apiVersion} of the interface; this CAO has ${API_VERSION}.`;
    return { reason: 'api_version', message };
  }
  const field = CaoField.safeParse(manifest.cao);
  if (!field.success) return invalid(`"cao" of ${manifest.name}`, field.error);
  const { plugin, plugins = {}, providers = {}, commands = {}, skills, profiles } = field.data;
  return {
    plugins: [
      ...(plugin === undefined ? [] : [[manifest.name, asked(plugin)] as const]),
      ...Object.entries(plugins).map(([name, field]) => [name, asked(field)] as const),
    ],
    providers: Object.entries(providers),
    commands: Object.entries(commands),
    skills,
    profiles,
  };
}

function asked({ file, before }: z.infer<typeof PluginField>): PluginFile {
  const named = Object.entries(before).filter(([, onFailure]) => onFailure !== undefined);
  return { file, before: Object.fromEntries(named) };
}

export function isRefusal(value: object): value is Refusal {
  return 'reason' in value;
}

function invalid(what: string, error: z.ZodError): Refusal {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  return {
    reason: 'invalid_manifest',
    message: `${what} is not valid: ${path === '' ? '' : `${path}: `}${issue?.message}`,
  };
}
