import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempHome } from '../home/temp-home.ts';
import type { Age, CliDefinition, CliHome, CliHomeOptions } from './definition.ts';

export const gemini = {
  package: '@google/gemini-cli',
  provider: 'gemini_cli',
  binary: 'gemini',
  versions: { current: '0.61.0', old: '0.42.0', oldest: '0.33.2' },
  // From some release on it comes bundled.
  programs: ['bundle', 'dist'].flatMap((folder) =>
    ['gemini.js', 'index.js'].map((file) => `node_modules/@google/gemini-cli/${folder}/${file}`),
  ),
  asks: { yes: /^Allow once$/, no: /^No, suggest changes/ },
  alters,
  settings: '.gemini/settings.json',
  home,
} as const satisfies CliDefinition;

/** Marks without width, which join emoji; newer versions take them and comments out before anything is shown or kept. */
const INVISIBLE = /[\u200B-\u200F\uFEFF]|<!--[^]*?-->/g;

function alters(answer: string, age: Age): string {
  return (age === 'current' ? answer.replaceAll(INVISIBLE, '') : answer).trim();
}

/** Sets up Gemini CLI with a key. A first run keeps its questions for the folder's trust, the way to sign in and the key. */
async function home(options: CliHomeOptions): Promise<CliHome> {
  const temp = options.home ?? (await tempHome());
  const { home: userHome, cwd } = temp;
  const folder = join(userHome, '.gemini');
  await mkdir(folder, { recursive: true });
  const answered = { security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: true } } };
  const settings = {
    general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
    privacy: { usageStatisticsEnabled: false },
    // With a model of its own choice it asks another one first which to take; and scripts repeat themselves.
    model: { name: 'gemini-3-pro-preview', disableLoopDetection: true },
    ...(options.state === 'first-run' ? {} : answered),
    ...(typeof options.settings === 'object' ? options.settings : {}),
  };
  await writeJson(join(folder, 'settings.json'), settings);
  if (options.state !== 'first-run') {
    const trusted = [cwd, ...(options.trusted ?? [])].map((path) => [path, 'TRUST_FOLDER']);
    await writeJson(join(folder, 'trustedFolders.json'), Object.fromEntries(trusted));
  }
  if (options.cli) await temp.addProgram(options.cli.path, 'gemini');
  const cliEnv = { GEMINI_API_KEY: 'scripted-key', GOOGLE_GEMINI_BASE_URL: options.url };
  return {
    temp,
    home: userHome,
    cwd,
    env: { ...temp.env, ...cliEnv },
    cliEnv,
    [Symbol.asyncDispose]: () => temp.dispose(),
  };
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
