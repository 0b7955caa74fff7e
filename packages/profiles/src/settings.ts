import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isMissing } from './names.ts';

/** The parts of `settings.json` that concern profiles. A section of the wrong shape counts as absent. */
export const ProfileSettings = z.object({
  agent_dirs: z.record(z.string(), z.string()).catch({}).default({}),
  extra_agent_dirs: z.array(z.string()).catch([]).default([]),
  roles: z.record(z.string(), z.array(z.string())).catch({}).default({}),
  agents: z
    .object({
      /** A file of the person's with the name of a profile that ships is used instead of that one. */
      prefer_local_profiles: z.boolean().catch(false).default(false),
    })
    .catch({ prefer_local_profiles: false })
    .default({ prefer_local_profiles: false }),
});
export type ProfileSettings = z.infer<typeof ProfileSettings>;

/** Defaults when there is no file or it is not JSON: a broken settings file must not stop a launch. */
export async function readProfileSettings(home: string): Promise<ProfileSettings> {
  try {
    return parseSettings(JSON.parse(await readFile(path.join(home, 'settings.json'), 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return parseSettings({});
    throw error;
  }
}

export function parseSettings(value: unknown): ProfileSettings {
  const parsed = ProfileSettings.safeParse(value);
  return parsed.success ? parsed.data : ProfileSettings.parse({});
}
