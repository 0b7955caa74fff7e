import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { cleanEnv, type Env } from '../process/clean-env.ts';
import { type ProcessInfo, processesWithEnv } from '../process/processes.ts';
import { eventually } from '../eventually.ts';

/** A person's home directory for one test, with a project in it and nothing else of the machine. */
export interface TempHome extends AsyncDisposable {
  /** HOME. Everything below is inside. */
  readonly home: string;
  /** CAO_HOME_DIR. Does not exist yet. */
  readonly caoHome: string;
  /** A git repository without commits to work in: some CLIs ask for trust in repositories only. */
  readonly cwd: string;
  /** The whole environment of programs that run in this home. */
  readonly env: Env;
  /** Puts a program on the PATH of this home, under the name of its file or another. */
  addProgram(path: string, name?: string): Promise<void>;
  /** What still runs with the CAO home of this one, detached or not. */
  processes(): readonly ProcessInfo[];
  /** Kills what still runs and removes the folder. Idempotent. */
  dispose(): Promise<void>;
}

export async function tempHome(): Promise<TempHome> {
  // Short, since Unix sockets below it may have 107 bytes; real, since agent CLIs compare paths as strings.
  const home = await realpath(await mkdtemp(join(tmpdir(), 'cao-')));
  const [caoHome, cwd, bin, tmp] = [join(home, 'cao'), join(home, 'project'), join(home, 'bin'), join(home, 'tmp')];
  await Promise.all([cwd, bin, tmp].map((folder) => mkdir(folder)));
  await initRepository(cwd);
  const env = cleanEnv({
    HOME: home,
    CAO_HOME_DIR: caoHome,
    // Codex dislikes a home below the temporary folder; with one inside the home, the home is not below it.
    TMPDIR: tmp,
    PATH: [bin, process.env['PATH']].join(delimiter),
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
  });
  const processes = (): readonly ProcessInfo[] =>
    existsSync('/proc/self/environ') ? processesWithEnv('CAO_HOME_DIR', caoHome) : [];
  const dispose = async (): Promise<void> => {
    // More than one round: what dies may have started something meanwhile.
    await eventually(() => {
      const left = processes();
      for (const { pid } of left) killQuietly(pid);
      return left.length === 0;
    });
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    home,
    caoHome,
    cwd,
    env,
    addProgram: (path, name = basename(path)) => symlink(path, join(bin, name)),
    processes,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** What `git init` leaves, as far as git asks for it. */
async function initRepository(folder: string): Promise<void> {
  await Promise.all(['objects', 'refs'].map((name) => mkdir(join(folder, '.git', name), { recursive: true })));
  await writeFile(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
}

/** The process may end between being found and being killed. */
function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
