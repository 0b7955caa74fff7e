import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EventType, definePlugin, type HookContext, type Hooks, type PluginEvent } from '@cao/plugin-sdk';
import { lookAt, mendEnd, sizeOf } from './log-file.ts';
import { metadataOf } from './metadata.ts';
import { Options } from './options.ts';
import { isFull, rotate } from './rotate.ts';

/** Appends every event to a file as one line of JSON, without what anybody wrote. */
export function plugin() {
  let file = '';
  /** The time of the file's first event; looked up again when the file is another. */
  let since: number | undefined;

  async function makeRoom(bytes: number, at: number, options: Options): Promise<void> {
    const size = await sizeOf(file);
    if (size === undefined || size === 0) {
      since = at;
      return;
    }
    since ??= (await lookAt(file))?.since;
    if (!isFull({ size, since }, bytes, at, options)) return;
    await rotate(file, options.max_files);
    since = at;
  }

  // Opened for each line, so that the file may be moved away at any time.
  async function write(event: PluginEvent, { options }: HookContext<Options>): Promise<void> {
    const line = `${JSON.stringify(metadataOf(event))}\n`;
    await makeRoom(Buffer.byteLength(line), Date.parse(event.at), options);
    await appendFile(file, line, { mode: 0o600 });
  }

  return definePlugin({
    name: 'event-log',
    options: Options,
    durable: true,
    async setup({ home, options, resumeFrom }) {
      file = resolve(home, options.file);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // Tells at once when the file cannot be written.
      await appendFile(file, '', { mode: 0o600 });
      // The file itself knows best what is in it, so after a kill no line is there twice.
      const last = await mendEnd(file);
      if (last !== undefined) resumeFrom(last + 1);
    },
    hooks: Object.fromEntries(EventType.options.map((type) => [type, write])) as Hooks<Options>,
  });
}
