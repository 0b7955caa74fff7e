import { isClientError, type CaoClient } from '@cao/client';
import type { ProfileRow } from '@cao/contracts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';

/** Says of which files of the person's nothing comes, and why. */
export function warnShadowed(rows: readonly ProfileRow[], io: Io): void {
  const style = styleFor(io.stderr, io.env);
  for (const { name, source, shadowed = [], loads_from: from = source } of rows) {
    if (shadowed.length === 0) continue;
    io.err(
      `${style.yellow('Warning:')} the profile '${name}' of ${shadowed.join(', ')} is not used, since the ${from} one `,
    );
    io.err('has that name. Give yours another name, or set agents.prefer_local_profiles in settings.json.\n');
  }
}

/** The same for one profile that is about to run. A server that does not tell stops nothing. */
export async function warnIfShadowed(client: CaoClient, name: string, io: Io): Promise<void> {
  const rows = await client.profiles.list().catch((error: unknown) => {
    if (isClientError(error)) return [];
    throw error;
  });
  warnShadowed(
    rows.filter((row) => row.name === name),
    io,
  );
}
