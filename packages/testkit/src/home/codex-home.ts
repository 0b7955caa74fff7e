import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CliHome, CliHomeOptions } from './claude-home.ts';
import { tempHome } from './temp-home.ts';

/**
 * Sets up Codex with a model provider of its own, which needs no login. A first run keeps its question for the folder's trust;
 * the check for updates wants the internet and is off.
 */
export async function codexHome(options: CliHomeOptions): Promise<CliHome> {
  const temp = options.home ?? (await tempHome());
  const { home, cwd } = temp;
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
  await mkdir(join(home, '.codex'), { recursive: true });
  await writeFile(join(home, '.codex', 'config.toml'), config.join('\n'));
  if (options.cli) await temp.addProgram(options.cli.path, 'codex');
  return { temp, home, cwd, env: temp.env, cliEnv: {}, [Symbol.asyncDispose]: () => temp.dispose() };
}

/** A basic string of TOML: for paths and URLs the escapes are those of JSON. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
