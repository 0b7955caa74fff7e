import { printable } from '../errors.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';

/** Agents of CLIs' own that carry the list of skills are told of the new one. A failure is a warning: the skill itself is in place. */
export async function tellRefreshed(home: string, io: Io): Promise<void> {
  const { refreshAgents } = await import('@cao/server');
  const { files, problems } = await refreshAgents({ home, userHome: io.userHome, env: io.env });
  if (files.length > 0) io.out(`Refreshed ${files.length} installed agent(s)\n`);
  const style = styleFor(io.stderr, io.env);
  for (const problem of problems) io.err(`${style.yellow('Warning:')} not refreshed: ${printable(problem)}\n`);
}
