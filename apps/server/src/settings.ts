import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const names = z.array(z.string());

/** The parts of `settings.json` that concern the server. Everything else in the file belongs to others. */
const SECTIONS = {
  server: z.object({ host: z.string().min(1).optional(), port: z.number().optional() }),
  network: z.object({
    allowed_hosts: names.optional(),
    cors_origins: names.optional(),
    ws_allowed_clients: names.optional(),
  }),
  agents: z.object({ inherit_env: names.optional(), working_directory_parameter: z.boolean().optional() }),
  memory: z.object({ enabled: z.boolean().optional(), project_id: z.string().optional() }),
  logging: z.object({ level: z.string().optional() }),
  profiles: z.object({ allowed_hosts: names.optional() }),
  plugins: z.object({
    enabled: z.boolean().optional(),
    packages: names.optional(),
    disabled: names.optional(),
    only: names.optional(),
    discover_siblings: z.boolean().optional(),
    options: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  }),
} as const;

export type Settings = { readonly [Name in keyof typeof SECTIONS]?: z.infer<(typeof SECTIONS)[Name]> };

export interface ReadSettings {
  readonly settings: Settings;
  /** What could not be used, as sentences. */
  readonly warnings: readonly string[];
}

/** A missing file is no settings; a broken file or section counts as absent and is told. */
export function readSettings(home: string): ReadSettings {
  const path = join(home, 'settings.json');
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { settings: {}, warnings: [] };
    return { settings: {}, warnings: [`${path} cannot be read and is ignored: ${(error as Error).message}`] };
  }
  return parseSettings(value, path);
}

export function parseSettings(value: unknown, path: string): ReadSettings {
  if (typeof value !== 'object' || value === null) return { settings: {}, warnings: [`${path} is not a JSON object`] };
  const warnings: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(SECTIONS)) {
    const section = (value as Record<string, unknown>)[name];
    if (section === undefined) continue;
    const parsed = schema.safeParse(section);
    if (parsed.success) settings[name] = parsed.data;
    else warnings.push(`section ${name} of ${path} is ignored: ${parsed.error.issues.map(describe).join('; ')}`);
  }
  return { settings, warnings };
}

function describe({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')}: ${message}`;
}
