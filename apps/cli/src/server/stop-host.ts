import { homeOf } from '../config.ts';
import type { Io } from '../io.ts';

/** Ends the terminal host of this home with every agent in it. False when none runs. */
export async function stopHost(io: Io): Promise<boolean> {
  // Only the server package knows where the host is; loading it takes a moment, so only when needed.
  const { stopTerminalHost } = await import('@cao/server');
  return stopTerminalHost({ home: homeOf(io) });
}
