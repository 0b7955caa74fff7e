import type { Kind } from '../kind.ts';
import { checkedName, packageNameOf } from '../words.ts';

export const plugin: Kind = {
  about: 'is told what happens in CAO, and can bring tools, routes and commands',
  plan({ name, packageName }) {
    const plugin = checkedName(name, 'plugin', '-');
    const packaged = packageNameOf(packageName, `cao-plugin-${plugin}`);
    return {
      packageName: packaged,
      folder: plugin,
      layers: ['plugin'],
      words: {
        'cao-plugin-sample': packaged,
        CAO_PLUGIN_SAMPLE: `CAO_PLUGIN_${plugin.replaceAll('-', '_').toUpperCase()}`,
        'sample-plugin': plugin,
      },
      without: [],
      next: [
        ['npm install', ''],
        ['npm run build', ''],
        ['npm test', 'all green'],
        ['cao plugin add .', 'a copy; the server takes it when it starts'],
        [`cao plugin doctor ${plugin}`, 'what became of it'],
      ],
    };
  },
};
