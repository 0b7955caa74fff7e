import { defineCommand } from '../command.ts';

export const pluginEnable = defineCommand({
  description: 'Lets a plugin start with the server again, by plugins.disabled in settings.json.',
  arguments: [{ name: 'NAME', help: 'plugin', complete: 'plugin' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao plugin enable discord' }],
  run: async ({ args: [name], options }, io) =>
    (await import('../plugins/switch.ts')).switchPlugin(name, true, options.json, io),
});
