import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, processesWithEnv, run, tempHome, type RunResult, type TempHome } from '@cao/testkit';
import { CHECK } from './snippets.ts';
import { freePort, isFree } from './ports.ts';

export const LIMIT_MS = 60_000;
/** Where CAO is when nobody says otherwise. */
const PORT = 9889;

const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Somebody at a shell, with an empty home, the programs of CAO on the PATH and no variable of CAO set. */
export interface Person extends AsyncDisposable {
  readonly home: TempHome;
  /** The default folder of CAO in this home. */
  readonly caoHome: string;
  /** Types a line, or a block of the skill, into a shell. */
  shell(text: string): Promise<RunResult>;
  /** The same for what must work: returns what it prints. */
  ok(text: string): Promise<string>;
  json<T>(text: string): Promise<T>;
  /** What the stand-in for Kiro does when a prompt holds these words. */
  script(words: string, ...lines: readonly string[]): Promise<void>;
  /** `cao-server`, as the skill says, in a terminal of its own. */
  startServer(): Promise<void>;
}

/** `anyPort`: where several people work at once, only one can have the port of the skill. */
export async function person({ anyPort = false } = {}): Promise<Person> {
  const home = await tempHome();
  await home.addProgram(inRepository('apps/cli/bin/cao.js'), 'cao');
  await home.addProgram(inRepository('apps/server/bin/cao-server.js'), 'cao-server');
  // The default agent CLI needs an account.
  await home.addProgram(inRepository('providers/kiro-cli/test/stand-in/kiro-cli.mjs'), 'kiro-cli');
  // A machine on which somebody works with CAO has another server there, which is left alone.
  const own = !anyPort && (await isFree(PORT));
  const port = String(own ? PORT : await freePort());
  const { CAO_HOME_DIR: _, ...plain } = home.env;
  const env = own ? plain : { ...plain, CAO_API_PORT: port };
  const shell = (text: string): Promise<RunResult> => {
    const here = text.replaceAll(`localhost:${PORT}`, `localhost:${port}`).replaceAll('/path/to/project', home.cwd);
    return run('/bin/bash', ['--norc', '-euc', here], { env, cwd: home.cwd, timeoutMs: LIMIT_MS });
  };
  const ok = async (text: string): Promise<string> => {
    const result = await shell(text);
    if (result.code === 0) return result.stdout;
    throw new Error(`${text}\nended with ${result.code}:\n${result.stdout}${result.stderr}`);
  };
  const scripts: (readonly [string, readonly string[]])[] = [];
  return {
    home,
    caoHome: join(home.home, '.aws', 'cli-agent-orchestrator'),
    shell,
    ok,
    json: async (text) => JSON.parse(await ok(text)),
    async script(words, ...lines) {
      scripts.push([words, lines]);
      await mkdir(join(home.home, '.kiro'), { recursive: true });
      await writeFile(join(home.home, '.kiro', 'stand-in.json'), JSON.stringify(scripts));
    },
    async startServer() {
      await ok('cao-server >server.log 2>&1 &');
      await eventually(async () => (await ok(CHECK)) === 'OK\n', { timeoutMs: LIMIT_MS });
    },
    async [Symbol.asyncDispose]() {
      await eventually(() => {
        const left = processesWithEnv('HOME', home.home);
        for (const { pid } of left) kill(pid);
        return left.length === 0;
      });
      await home.dispose();
    },
  };
}

/** It may have ended since it was found. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
