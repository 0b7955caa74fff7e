import type { ChangeOptions, InstalledPackage } from '@cao/server';
import { homeOf } from '../config.ts';
import { printable } from '../errors.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';
import { beforeText } from './text.ts';
import { showSteps } from './steps.ts';

/** Runs a change of the managed project with its steps on the screen; Ctrl-C leaves everything as it was. */
export async function changing<T>(
  io: Io,
  allowScripts: boolean,
  work: (options: ChangeOptions) => Promise<T>,
): Promise<T> {
  const steps = showSteps(io);
  try {
    return await io.interruptible((signal) =>
      work({ home: homeOf(io), cwd: io.cwd, env: io.env, allowScripts, signal, onStep: (doing) => steps.step(doing) }),
    );
  } finally {
    steps.stop();
  }
}

/** `✓ discord (cao-plugin-discord 1.0.0)`, one line for each thing in the package. */
export function packageText(
  { package: name, version, plugins, providers, ...other }: InstalledPackage,
  io: Io,
): string {
  const tick = styleFor(io.stdout, io.env).green('✓');
  const from = printable(`(${name} ${version})`);
  return [
    ...plugins.map((plugin) => `${tick} plugin ${printable(plugin.name)} ${from}${beforeText(plugin.before)}\n`),
    ...providers.map((id) => `${tick} provider ${id} ${from}\n`),
    ...other.commands.map((command) => `${tick} command cao ${command} ${from}\n`),
    ...(other.skills ? [`${tick} skills ${from}: see cao skills list\n`] : []),
    ...(other.profiles ? [`${tick} profiles ${from}: see cao profile list\n`] : []),
  ].join('');
}
