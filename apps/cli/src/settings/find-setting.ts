import { caoError } from '@cao/client';
import { resolveSetting, SETTINGS, settingOf, type Setting, type SettingValue } from '@cao/contracts';
import type { Io } from '../io.ts';
import { readSettingsFile, settingsPath } from './settings-file.ts';

/** Further than this no key is near. */
const MAX_DISTANCE = 6;
/** As many as one looks through. */
const MAX_NAMED = 5;

/** The setting a key means. Throws with those that may have been meant. */
export async function findSetting(key: string): Promise<Setting> {
  const setting = settingOf(key);
  if (setting !== undefined) return setting;
  const near = await nearKeys(key);
  const hint = near.length === 0 ? 'cao config list shows all.' : `Did you mean ${near.join(', ')}?`;
  throw caoError('invalid_input', `There is no setting '${key}'`, { hint });
}

/** What a setting is right now, and what is wrong with values that were passed over. */
export async function readSetting(key: string, io: Io): Promise<SettingValue> {
  const setting = await findSetting(key);
  return resolveSetting(setting, key, { env: io.env, file: await readSettingsFile(settingsPath(io)) });
}

/** Every setting; those with a free name once for each name in the file. */
export async function readAllSettings(io: Io): Promise<readonly SettingValue[]> {
  const file = await readSettingsFile(settingsPath(io));
  const sources = { env: io.env, file };
  return SETTINGS.flatMap((setting) => keysOf(setting, file).map((key) => resolveSetting(setting, key, sources)));
}

function keysOf(setting: Setting, file: Readonly<Record<string, unknown>>): readonly string[] {
  if (!setting.key.endsWith('.*')) return [setting.key];
  const head = setting.key.slice(0, -2);
  const section = head
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], file);
  return typeof section === 'object' && section !== null ? Object.keys(section).map((name) => `${head}.${name}`) : [];
}

async function nearKeys(key: string): Promise<readonly string[]> {
  const keys = SETTINGS.map((setting) => setting.key.replace('*', 'NAME'));
  const below = keys.filter((known) => known.startsWith(`${key}.`));
  if (below.length > 0) return below.slice(0, MAX_NAMED);
  const last = key.split('.').at(-1);
  const same = keys.filter((known) => known.split('.').at(-1) === last);
  if (same.length > 0) return same.slice(0, MAX_NAMED);
  const { closestMatch } = await import('leven');
  const nearest = closestMatch(key, keys, { maxDistance: MAX_DISTANCE });
  return nearest === undefined ? [] : [nearest];
}
