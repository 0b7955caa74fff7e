import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EventType, definePlugin, type Hooks, type Plugin, type PluginEvent } from '@cao/plugin-sdk';
import { metadataOf } from './metadata.ts';

const DEFAULT_FILE = 'logs/events.jsonl';

/** Appends every event to a file as one line of JSON, without what anybody wrote. Option `file`: a path, relative to CAO's home. */
export function plugin(): Plugin {
  let file = '';

  // Opened for each line, so that the file may be moved away at any time.
  async function write(event: PluginEvent): Promise<void> {
    await appendFile(file, `${JSON.stringify(metadataOf(event))}\n`, { mode: 0o600 });
  }

  return definePlugin({
    name: 'event-log',
    async setup({ home, options }) {
      const wanted = options['file'] ?? DEFAULT_FILE;
      if (typeof wanted !== 'string' || wanted === '') throw new Error('The option "file" must be a path.');
      file = resolve(home, wanted);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // Tells at once when the file cannot be written.
      await appendFile(file, '', { mode: 0o600 });
    },
    hooks: Object.fromEntries(EventType.options.map((type) => [type, write])) as Hooks,
  });
}
