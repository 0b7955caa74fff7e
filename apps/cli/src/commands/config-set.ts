import { caoError } from '@cao/client';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';

export const configSet = defineCommand({
  description:
    'Writes a setting into settings.json; everything else in the file stays. The value is checked first: text, a number, true or false, a list as a,b or JSON. A server that runs takes most settings at its next start.',
  arguments: [
    { name: 'KEY', help: 'dotted name, from cao config list', complete: 'setting' },
    { name: 'VALUE', help: 'the value; JSON where it is more than one word' },
  ],
  options: {},
  examples: [
    { command: 'cao config set server.port 9900' },
    { command: 'cao config set agents.inherit_env MY_TOKEN,CORP_*' },
    { command: 'cao config set roles.tester \'["fs_read", "execute_bash"]\'', note: 'a role of your own' },
  ],
  async run({ args: [key, text] }, io) {
    const { fromText, pathOf } = await import('@cao/contracts');
    const { findSetting } = await import('../settings/find-setting.ts');
    const { settingsPath, writeSetting } = await import('../settings/settings-file.ts');
    const setting = await findSetting(key);
    const checked = setting.schema.safeParse(fromText(setting, text));
    if (!checked.success) {
      const why = checked.error.issues.map(({ message }) => message).join('; ');
      throw caoError('invalid_input', `${key} was not set: ${why}`, { hint: `${key}: ${setting.about}.` });
    }
    const file = settingsPath(io);
    await writeSetting(file, pathOf(setting, key), checked.data);
    io.out(`${styleFor(io.stdout, io.env).green('✓')} Set ${key} in ${file}\n`);
    const { variable } = setting;
    if (variable !== undefined && (io.env[variable] ?? '') !== '') {
      io.err(`Note: ${variable} is set and ${setting.adds === true ? 'adds to it' : 'goes before it'}.\n`);
    }
    return EXIT.ok;
  },
});
