import { caoError } from '@cao/client';
import { homeOf } from '../config.ts';
import type { Io } from '../io.ts';

/** Where an agent CLI reads the person's skills, absolute. Throws `provider_unknown`, and `invalid_input` for one that has no such place. */
export async function skillFolderOf(id: string, io: Io): Promise<string> {
  const { loadProviders, openRegistry } = await import('@cao/server');
  const registry = openRegistry(homeOf(io));
  const provider = await registry.loadProvider(id);
  const env = Object.fromEntries(
    Object.entries(io.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const folder = provider.skillFolder?.({ home: io.userHome, env });
  if (folder !== undefined) return folder;
  const others = (await loadProviders(registry)).filter((each) => each.skillFolder !== undefined);
  throw caoError('invalid_input', `${provider.title} has no folder of skills that CAO knows`, {
    hint: `Known for: ${others.map((other) => other.id).join(', ')}.`,
  });
}
