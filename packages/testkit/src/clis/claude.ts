import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempHome } from '../home/temp-home.ts';
import type { CliDefinition, CliHome, CliHomeOptions } from './definition.ts';

/** Any key will do; the CLI remembers the last 20 characters of those a person approved. */
const API_KEY = 'sk-ant-scripted-0123456789012345678901234567890123456789';

const platforms = ['', '-musl'].map((libc) => `${process.platform}-${process.arch}${libc}`);

export const claude = {
  package: '@anthropic-ai/claude-code',
  provider: 'claude_code',
  binary: 'claude',
  versions: { current: '2.1.330', old: '2.1.197', oldest: '2.1.150' },
  // The package's own bin is a placeholder until its install script has run; what it would put there lies beside it.
  programs: platforms.flatMap((platform) =>
    ['claude', 'claude.exe'].map((file) => `node_modules/@anthropic-ai/claude-code-${platform}/${file}`),
  ),
  asks: { yes: /^Yes$/, no: /^No\b/ },
  command: '/clear',
  settings: '.claude.json',
  home,
} as const satisfies CliDefinition;

/**
 * Sets up Claude Code. A first run keeps its questions for the API key, the folder's trust and, in bypass mode, the warning;
 * the onboarding before them wants the internet and is marked as done.
 */
async function home(options: CliHomeOptions): Promise<CliHome> {
  const temp = options.home ?? (await tempHome());
  const { home: userHome, cwd } = temp;
  const first = options.state === 'first-run';
  const projects = [cwd, ...(options.trusted ?? [])].map((path) => [path, { hasTrustDialogAccepted: true }]);
  const answered = {
    hasSeenAutoDefaultNotice: true,
    customApiKeyResponses: { approved: [API_KEY.slice(-20)], rejected: [] },
    projects: Object.fromEntries(projects) as unknown,
  };
  await mkdir(join(userHome, '.claude'), { recursive: true });
  await writeJson(join(userHome, '.claude.json'), { hasCompletedOnboarding: true, ...(first ? {} : answered) });
  const settings = { ...(first ? {} : { skipDangerousModePermissionPrompt: true }), ...recordOf(options.settings) };
  if (Object.keys(settings).length > 0) await writeJson(join(userHome, '.claude', 'settings.json'), settings);
  if (options.cli) await temp.addProgram(options.cli.path, 'claude');
  const cliEnv = {
    ANTHROPIC_BASE_URL: options.url,
    ANTHROPIC_API_KEY: API_KEY,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    // As root it refuses bypass mode unless told that this is a sandbox.
    ...(process.getuid?.() === 0 ? { IS_SANDBOX: '1' } : {}),
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

function recordOf(settings: CliHomeOptions['settings']): Readonly<Record<string, unknown>> {
  return typeof settings === 'object' ? settings : {};
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
