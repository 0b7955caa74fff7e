import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempHome } from '../home/temp-home.ts';
import type { CliDefinition, CliHome, CliHomeOptions } from './definition.ts';

export const codex = {
  package: '@openai/codex',
  provider: 'codex',
  binary: 'codex',
  versions: { current: '0.169.0', old: '0.147.0', oldest: '0.136.0' },
  programs: ['node_modules/@openai/codex/bin/codex.js'],
  asks: { yes: /^Yes, proceed/, no: /^No\b/, escalate: true },
  command: '/status',
  settings: '.codex/config.toml',
  home,
} as const satisfies CliDefinition;

/**
 * Sets up Codex with a model provider of its own, which needs no login. A first run keeps its question for the folder's trust;
 * the check for updates wants the internet and is off.
 */
async function home(options: CliHomeOptions): Promise<CliHome> {
  const temp = options.home ?? (await tempHome());
  const { home: userHome, cwd } = temp;
  const trusted = options.state === 'first-run' ? [] : [cwd, ...(options.trusted ?? [])];
  const config = [
    'model = "scripted-model"',
    'model_provider = "scripted"',
    'check_for_update_on_startup = false',
    '',
    '[model_providers.scripted]',
    'name = "Scripted"',
    `base_url = ${quoted(`${options.url}/v1`)}`,
    'wire_api = "responses"',
    ...trusted.flatMap((path) => ['', `[projects.${quoted(path)}]`, 'trust_level = "trusted"']),
    '',
    typeof options.settings === 'string' ? options.settings : '',
  ];
  await mkdir(join(userHome, '.codex'), { recursive: true });
  await writeFile(join(userHome, '.codex', 'config.toml'), config.join('\n'));
  if (options.cli) await temp.addProgram(options.cli.path, 'codex');
  return { temp, home: userHome, cwd, env: temp.env, cliEnv: {}, [Symbol.asyncDispose]: () => temp.dispose() };
}

/** A basic string of TOML: for paths and URLs the escapes are those of JSON. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
