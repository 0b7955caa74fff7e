import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { CaoError } from '@cao/contracts';
import { isFolderName } from './places.ts';

/** A slow disk must not hold up what asks for a project. */
const GIT_MS = 2000;
/** A folder name; no file system takes more than 255. */
const MAX_ID = 200;

export interface ProjectQuestion {
  readonly directory: string;
  /** `CAO_PROJECT_ID`, or the setting. */
  readonly override?: string | undefined;
  /** For git. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ProjectIdentity {
  readonly id: string;
  /** Earlier ids of the same folder: what was noted before it had a remote is still found. */
  readonly aliases: readonly string[];
}

/** What a folder's project is called: the name it was given, else its remote, else a number made from its path. */
export async function identifyProject(question: ProjectQuestion): Promise<ProjectIdentity> {
  const byPath = await pathId(question.directory);
  const id = given(question.override) ?? (await remoteId(question)) ?? byPath;
  return { id, aliases: id === byPath ? [] : [byPath] };
}

/** `git@host:team/app.git` and `https://user:token@host/team/app` are both `host-team-app`; no secret is left in it. */
export function normaliseRemote(url: string): string {
  let rest = url
    .trim()
    .toLowerCase()
    .replace(/^(?:git\+ssh|ssh|git|https?):\/\//, '');
  const [host = ''] = rest.split('/', 1);
  rest = rest.slice((host.includes('@') ? host.lastIndexOf('@') : rest.indexOf('@')) + 1);
  const name = rest
    .replace(/\.git$/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return (name === '' ? 'unknown' : name).slice(0, MAX_ID);
}

function given(override: string | undefined): string | undefined {
  if (override === undefined || override === '') return undefined;
  if (isFolderName(override)) return override;
  throw new CaoError('invalid_input', `${JSON.stringify(override)} cannot be a project id.`, {
    hint: 'CAO_PROJECT_ID and memory.project_id take 1 to 200 letters, digits, dots, _ and -, not starting with a dot.',
  });
}

async function pathId(directory: string): Promise<string> {
  const real = await realpath(directory).catch(() => directory);
  return createHash('sha256').update(real).digest('hex').slice(0, 12);
}

async function remoteId({ directory, env }: ProjectQuestion): Promise<string | undefined> {
  // What an outer git command left in the environment would speak of another repository.
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
  const url = await new Promise<string>((resolve) => {
    const args = ['-C', directory, 'config', '--get', 'remote.origin.url'];
    execFile('git', args, { env: clean, timeout: GIT_MS, maxBuffer: 16 * 1024 }, (error, stdout) =>
      resolve(error === null ? stdout.trim() : ''),
    );
  });
  return url === '' ? undefined : normaliseRemote(url);
}
