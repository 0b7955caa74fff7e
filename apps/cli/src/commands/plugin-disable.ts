import { defineCommand } from '../command.ts';

export const pluginDisable = defineCommand({
  description:
    'Leaves a plugin out when the server starts, by plugins.disabled in settings.json. It stays installed; nothing of it is loaded.',
  arguments: [{ name: 'NAME', help: 'plugin', complete: 'plugin' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao plugin disable discord' }],
  run: async ({ args: [name], options }, io) =>
    (await import('../plugins/switch.ts')).switchPlugin(name, false, options.json, io),
});
