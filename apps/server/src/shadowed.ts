import type { Logger } from '@cao/engine';
import { createProfileStore } from '@cao/profiles';

/** Notes in the log which of the person's profiles no launch uses. */
export async function noteShadowed(
  where: { home: string; userHome: string; agentsDir: string | undefined },
  log: Logger,
): Promise<void> {
  for (const { name, source, shadowed = [], loads_from: used = source } of await createProfileStore(where).list()) {
    if (shadowed.length > 0)
      log.warn('profiles are not used, since another one has their name', { name, shadowed, used });
  }
}
