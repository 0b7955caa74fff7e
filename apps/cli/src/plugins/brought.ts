import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Brought } from '@cao/server/brought';

const NOTHING: Brought = { commands: [], skills: [], profiles: [] };

/** What installed packages bring for the command line. Most homes have none, and then nothing is loaded to find that out. */
export async function broughtTo(home: string): Promise<Brought> {
  if (!['plugins/package.json', 'settings.json'].some((file) => existsSync(join(home, file)))) return NOTHING;
  return (await import('@cao/server/brought')).broughtTo(home);
}
