import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../process/clean-env.ts';
import type { RealCli } from '../real/real-cli.ts';
import { tempHome, type TempHome } from './temp-home.ts';

export interface CliHomeOptions {
  /** Base URL of the model, from `endpoint.url(agent)`. */
  readonly url: string;
  /**
   * `prepared`: somebody has worked here before and no dialog is left. `first-run`: every question that can be answered
   * without the internet is still to be asked. Default `prepared`.
   */
  readonly state?: 'prepared' | 'first-run';
  /** The home to furnish; a new one when absent. Several CLIs may live in one. */
  readonly home?: TempHome;
  /** Folders trusted beside the home's project. */
  readonly trusted?: readonly string[];
  /** Put on the PATH of the home. */
  readonly cli?: RealCli;
  /** Merged over the CLI's settings file (Claude Code) or appended to it (Codex, as text). */
  readonly settings?: Readonly<Record<string, unknown>> | string;
}

/** A home with one agent CLI set up in it. */
export interface CliHome extends AsyncDisposable {
  readonly temp: TempHome;
  readonly home: string;
  readonly cwd: string;
  /** The whole environment of the CLI. */
  readonly env: Env;
  /** Of it, what this CLI needs beside the home's own: for the environment of a server that starts it. */
  readonly cliEnv: Env;
}

/** Any key will do; the CLI remembers the last 20 characters of those a person approved. */
const API_KEY = 'sk-ant-scripted-0123456789012345678901234567890123456789';

/**
 * Sets up Claude Code. A first run keeps its questions for the API key, the folder's trust and, in bypass mode, the warning;
 * the onboarding before them wants the internet and is marked as done.
 */
export async function claudeHome(options: CliHomeOptions): Promise<CliHome> {
  const temp = options.home ?? (await tempHome());
  const { home, cwd } = temp;
  const first = options.state === 'first-run';
  const projects = [cwd, ...(options.trusted ?? [])].map((path) => [path, { hasTrustDialogAccepted: true }]);
  const answered = {
    hasSeenAutoDefaultNotice: true,
    customApiKeyResponses: { approved: [API_KEY.slice(-20)], rejected: [] },
    projects: Object.fromEntries(projects) as unknown,
  };
  await mkdir(join(home, '.claude'), { recursive: true });
  await writeJson(join(home, '.claude.json'), { hasCompletedOnboarding: true, ...(first ? {} : answered) });
  const settings = { ...(first ? {} : { skipDangerousModePermissionPrompt: true }), ...recordOf(options.settings) };
  if (Object.keys(settings).length > 0) await writeJson(join(home, '.claude', 'settings.json'), settings);
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
    home,
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
