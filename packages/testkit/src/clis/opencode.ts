import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempHome } from '../home/temp-home.ts';
import type { CliDefinition, CliHome, CliHomeOptions } from './definition.ts';

const platforms = ['', '-baseline', '-musl', '-baseline-musl'].map(
  (kind) => `${process.platform}-${process.arch}${kind}`,
);

export const opencode = {
  package: 'opencode-ai',
  provider: 'opencode_cli',
  binary: 'opencode',
  versions: { current: '1.18.33', old: '1.17.11', oldest: '1.14.41' },
  // The package's own bin is a placeholder until its install script has run; the program lies in the package of the platform.
  programs: platforms.map((platform) => `node_modules/opencode-${platform}/bin/opencode`),
  asks: { yes: /^Allow once$/, no: /^Reject$/ },
  command: '/timestamps',
  settings: '.config/opencode/opencode.json',
  home,
} as const satisfies CliDefinition;

/**
 * Sets up OpenCode with a model provider of its own, which needs no login. It asks nothing at its first start, but installs a package
 * for plugins of the person's; a prepared home has it.
 */
async function home(options: CliHomeOptions): Promise<CliHome> {
  const temp = options.home ?? (await tempHome());
  const { home: userHome, cwd } = temp;
  const config = {
    model: 'scripted/scripted-model',
    small_model: 'scripted/scripted-model',
    autoupdate: false,
    share: 'disabled',
    provider: {
      scripted: {
        npm: '@ai-sdk/openai-compatible',
        options: { baseURL: `${options.url}/v1`, apiKey: 'any' },
        models: {
          'scripted-model': {
            name: 'Scripted',
            tool_call: true,
            reasoning: true,
            limit: { context: 1_000_000, output: 200_000 },
          },
        },
      },
    },
    ...(typeof options.settings === 'object' ? options.settings : {}),
  };
  const folder = join(userHome, '.config', 'opencode');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'opencode.json'), `${JSON.stringify(config, undefined, 2)}\n`);
  if (options.cli && options.state !== 'first-run') await writeInstalled(folder, options.cli.version);
  if (options.cli) await temp.addProgram(options.cli.path, 'opencode');
  return { temp, home: userHome, cwd, env: temp.env, cliEnv: {}, [Symbol.asyncDispose]: () => temp.dispose() };
}

/** What OpenCode looks at to know that the package is there. Nothing imports it here, so that it may be empty. */
async function writeInstalled(folder: string, version: string): Promise<void> {
  const root = { dependencies: { '@opencode-ai/plugin': version } };
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(root));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages: { '': root } }));
}
