import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';

export const configUnset = defineCommand({
  description:
    'Takes a setting out of settings.json, so that its default holds again. One that is not there is no error.',
  arguments: [{ name: 'KEY', help: 'dotted name, from cao config list', complete: 'setting' }],
  options: {},
  examples: [{ command: 'cao config unset server.port' }],
  async run({ args: [key] }, io) {
    const { pathOf } = await import('@cao/contracts');
    const { findSetting } = await import('../settings/find-setting.ts');
    const { settingsPath, writeSetting } = await import('../settings/settings-file.ts');
    const setting = await findSetting(key);
    const file = settingsPath(io);
    await writeSetting(file, pathOf(setting, key), undefined);
    io.out(`${styleFor(io.stdout, io.env).green('✓')} Unset ${key} in ${file}\n`);
    return EXIT.ok;
  },
});
