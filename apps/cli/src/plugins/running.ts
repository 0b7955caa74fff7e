import type { PluginReport } from '@cao/contracts';
import { addressOf } from '../config.ts';
import { connect } from '../connect.ts';
import type { Io } from '../io.ts';
import { probe } from '../server/probe.ts';

export const RESTART = 'cao server stop, cao server start';

/** What the server that runs says of its plugins; undefined when none runs. */
export async function runningPlugins(io: Io): Promise<PluginReport | undefined> {
  const { url } = await addressOf(io);
  if ((await probe(url)).state !== 'up') return undefined;
  return (await connect(io)).plugins();
}

/** A server takes plugins when it starts. Empty when none runs: then there is nothing to say. */
export async function restartNote(io: Io): Promise<string> {
  const { url } = await addressOf(io);
  if ((await probe(url)).state !== 'up') return '';
  return `\nThe server that runs goes on without the change until it is started again: ${RESTART}. Agents go on meanwhile.\n`;
}
