import { caoError } from '@cao/client';
import { homeOf } from '../config.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readSettingsFile, settingsPath, writeSetting } from '../settings/settings-file.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';
import { restartNote } from './running.ts';

/** Writes into the settings whether a plugin starts, or whether a package with none brings anything. */
export async function switchPlugin(name: string, on: boolean, asJson: boolean, io: Io): Promise<number> {
  const { installedPlugins } = await import('@cao/server');
  const { plugins: found, packages } = installedPlugins(homeOf(io));
  const plugins = [...found.map((plugin) => plugin.name), ...packages.map((one) => one.name)];
  if (!plugins.includes(name)) {
    throw caoError('not_found', `There is no plugin '${name}'.`, {
      hint: plugins.length === 0 ? 'None is installed: cao plugin add' : `Installed: ${plugins.join(', ')}`,
    });
  }
  const file = settingsPath(io);
  const section = (await readSettingsFile(file))['plugins'] as Record<string, unknown> | undefined;
  const disabled = listOf(section?.['disabled']);
  const changed = on ? disabled.includes(name) : !disabled.includes(name);
  const next = on ? disabled.filter((other) => other !== name) : [...disabled, name];
  if (changed) await writeSetting(file, ['plugins', 'disabled'], next.length === 0 ? undefined : next);
  const only = listOf(section?.['only']);
  if (asJson) io.out(json({ name, enabled: on, changed }));
  else {
    const tick = styleFor(io.stdout, io.env).green('✓');
    io.out(`${tick} ${printable(name)} is ${changed ? 'now' : 'already'} ${on ? 'enabled' : 'disabled'}\n`);
    // What a package without a plugin brings is looked at anew each time.
    if (changed && found.some((plugin) => plugin.name === name)) io.out(await restartNote(io));
  }
  if (on && section?.['enabled'] === false) io.err('Note: plugins.enabled is false, so no plugin starts.\n');
  if (on && only.length > 0 && !only.includes(name)) io.err(`Note: plugins.only names others: ${only.join(', ')}.\n`);
  return EXIT.ok;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
