// mock_cli in a bare terminal: what its own start costs, without a server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLocalBackend } from '@cao/terminal';
import { cleanEnv } from '@cao/testkit';

const MOCK = fileURLToPath(new URL('../../providers/mock-cli/bin/mock-cli.js', import.meta.url));
const PROMPT = 'mock_cli · ready';

/** `start` resolves with the milliseconds from the call to the prompt on the terminal. */
export function createBare() {
  const backend = createLocalBackend();
  const folder = mkdtempSync(join(tmpdir(), 'cao-bare-'));
  const env = cleanEnv({ HOME: folder });
  let count = 0;

  async function start() {
    const id = (0xba000000 + count++).toString(16);
    const from = performance.now();
    await backend.spawn({
      id,
      argv: [process.execPath, MOCK],
      cwd: folder,
      env,
      size: { cols: 220, rows: 50 },
      logPath: join(folder, `${id}.log`),
      labels: {},
    });
    const ms = await promptAfter(id, from);
    await backend.remove(id);
    return ms;
  }

  function promptAfter(id, from) {
    return new Promise((resolve, reject) => {
      let text = '';
      const onData = (data) => {
        text += Buffer.from(data).toString();
        if (text.includes(PROMPT)) resolve(performance.now() - from);
      };
      backend
        .attach(id, { onData, onSize() {}, onEnd: () => reject(new Error(`mock_cli ended:\n${text}`)) })
        .catch(reject);
    });
  }

  return {
    start,
    async dispose() {
      await backend.shutdown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
