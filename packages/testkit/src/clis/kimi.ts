import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { tempHome } from '../home/temp-home.ts';
import type { CliDefinition, CliHome, CliHomeOptions } from './definition.ts';

export const kimi = {
  package: '@moonshot-ai/kimi-code',
  provider: 'kimi_cli',
  binary: 'kimi',
  versions: { current: '2.1.0', old: '0.31.0', oldest: '0.20.0' },
  node: '24',
  programs: ['node_modules/@moonshot-ai/kimi-code/dist/main.mjs'],
  asks: { yes: /^Approve once/, no: /^Reject$/ },
  settings: '.kimi-code/config.toml',
  home,
} as const satisfies CliDefinition;

/** Sets up Kimi Code. Variables name the model, which needs no login then; a first run keeps its question for the folder's trust. */
async function home(options: CliHomeOptions): Promise<CliHome> {
  const temp = options.home ?? (await tempHome());
  const { home: userHome, cwd } = temp;
  const folder = join(userHome, '.kimi-code');
  const trusted = options.state === 'first-run' ? [] : [cwd, ...(options.trusted ?? [])];
  await mkdir(join(folder, 'workspace-trust'), { recursive: true });
  for (const root of trusted) {
    const record = JSON.stringify({ root, trustedAt: Date.now() });
    await writeFile(join(folder, 'workspace-trust', keyOf(root)), record);
  }
  await writeFile(join(folder, 'config.toml'), typeof options.settings === 'string' ? options.settings : '');
  if (options.cli) await temp.addProgram(options.cli.path, 'kimi');
  const cliEnv = {
    KIMI_MODEL_NAME: 'scripted-model',
    KIMI_MODEL_API_KEY: 'scripted',
    KIMI_MODEL_PROVIDER_TYPE: 'openai',
    KIMI_MODEL_BASE_URL: `${options.url}/v1`,
    KIMI_CODE_NO_AUTO_UPDATE: '1',
    KIMI_DISABLE_TELEMETRY: '1',
  };
  return {
    temp,
    home: userHome,
    cwd,
    env: { ...temp.env, ...cliEnv },
    cliEnv,
    [Symbol.asyncDispose]: () => temp.dispose(),
  };
}

/** The name under which Kimi Code files what it knows about a folder. */
function keyOf(root: string): string {
  const slug = basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-');
  return `wd_${slug}_${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
}
