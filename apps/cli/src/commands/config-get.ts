import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../text.ts';

export const configGet = defineCommand({
  description:
    'Prints what a setting is right now: its CAO_* variable, else settings.json, else the default. Works without a server.',
  arguments: [{ name: 'KEY', help: 'dotted name, from cao config list', complete: 'setting' }],
  options: {
    json: { type: 'flag', help: 'print JSON, with where the value comes from' },
    'show-secrets': { type: 'flag', help: 'also show values that may be secrets' },
  },
  examples: [{ command: 'cao config get server.port' }, { command: 'cao config get network.allowed_hosts --json' }],
  async run({ args: [key], options }, io) {
    const { readSetting } = await import('../settings/find-setting.ts');
    const { isHidden, refuseHidden, sourceText, valueText, warn } = await import('../settings/show-value.ts');
    const found = await readSetting(key, io);
    warn([found], io);
    if (isHidden(found, options['show-secrets'])) refuseHidden(key);
    io.out(options.json ? json({ key, value: found.value, source: sourceText(found) }) : `${valueText(found.value)}\n`);
    return EXIT.ok;
  },
});
