import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { clip, json, table } from '../text.ts';

const WIDTHS = [36, 32, 20] as const;

export const configList = defineCommand({
  description:
    'Lists every setting: what it is right now, and whether that comes from a CAO_* variable, settings.json or the default. Values that may be secrets are not shown.',
  arguments: [],
  options: {
    json: { type: 'flag', help: 'print JSON, with what each setting is for' },
    'show-secrets': { type: 'flag', help: 'also show values that may be secrets' },
  },
  examples: [{ command: 'cao config list' }, { command: 'cao config list --json' }],
  async run({ options }, io) {
    const { readAllSettings } = await import('../settings/find-setting.ts');
    const { HIDDEN, isHidden, sourceText, valueText, warn } = await import('../settings/show-value.ts');
    const values = await readAllSettings(io);
    warn(values, io);
    const rows = values.map((found) => ({
      key: found.key,
      value: isHidden(found, options['show-secrets']) ? HIDDEN : found.value,
      source: sourceText(found),
      variable: found.setting.variable ?? null,
      about: found.setting.about,
    }));
    if (options.json) io.out(json(rows));
    else {
      const cells = rows.map(({ key, value, source }) => [key, clip(valueText(value), WIDTHS[1]), source]);
      io.out(table(['KEY', 'VALUE', 'SOURCE'], WIDTHS, cells));
    }
    return EXIT.ok;
  },
});
