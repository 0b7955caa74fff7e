import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempHome } from '../home/temp-home.ts';
import type { CliDefinition, CliHome, CliHomeOptions } from './definition.ts';

export const copilot = {
  package: '@github/copilot',
  provider: 'copilot_cli',
  binary: 'copilot',
  versions: { current: '1.0.102', old: '1.0.73', oldest: '1.0.57' },
  // The package's own bin is a script that wants a newer Node only to start this one.
  programs: [`node_modules/@github/copilot-${process.platform}-${process.arch}/copilot`],
  asks: { yes: /^Yes$/, no: /^No\b/ },
  settings: '.copilot/settings.json',
  home,
} as const satisfies CliDefinition;

/**
 * Sets up Copilot with a model endpoint of its own, which needs no login. A first run keeps its question for the folder's trust;
 * the check for updates wants the internet and is off.
 */
async function home(options: CliHomeOptions): Promise<CliHome> {
  const temp = options.home ?? (await tempHome());
  const { home: userHome, cwd } = temp;
  const trusted = options.state === 'first-run' ? {} : { trustedFolders: [cwd, ...(options.trusted ?? [])] };
  const settings = { logLevel: 'error', ...(typeof options.settings === 'object' ? options.settings : {}) };
  await mkdir(join(userHome, '.copilot'), { recursive: true });
  // What a person sets, and what Copilot remembers.
  for (const [file, content] of Object.entries({ settings, config: trusted })) {
    await writeFile(join(userHome, '.copilot', `${file}.json`), `${JSON.stringify(content, undefined, 2)}\n`);
  }
  if (options.cli) await temp.addProgram(options.cli.path, 'copilot');
  const cliEnv = {
    COPILOT_OFFLINE: 'true',
    COPILOT_AUTO_UPDATE: 'false',
    COPILOT_PROVIDER_BASE_URL: `${options.url}/v1`,
    COPILOT_PROVIDER_API_KEY: 'scripted',
    COPILOT_PROVIDER_WIRE_API: 'completions',
    // The name decides which tools the model is offered.
    COPILOT_MODEL: 'claude-sonnet-4.5',
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
