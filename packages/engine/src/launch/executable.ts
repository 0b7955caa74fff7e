import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { CaoError } from '@cao/contracts';
import type { Provider } from '@cao/provider-sdk';

/** Printing a version takes some CLIs more than ten seconds on a busy machine; without an answer the newest behaviour is assumed. */
const VERSION_TIMEOUT_MS = 30_000;

export interface Executables {
  /** Absolute path of the provider's program, or undefined. */
  find(provider: Provider): Promise<string | undefined>;
  /** Throws `provider_missing` with the command that installs it. */
  require(provider: Provider): Promise<string>;
  /** Asked until there is an answer, then not again while the file on disk is the same. */
  version(provider: Provider, path: string): Promise<string | undefined>;
}

export function createExecutables(env: Readonly<Record<string, string | undefined>>): Executables {
  const versions = new Map<string, Promise<string | undefined>>();

  async function find(provider: Provider): Promise<string | undefined> {
    if (isAbsolute(provider.binary)) return (await isExecutable(provider.binary)) ? provider.binary : undefined;
    for (const folder of (env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, provider.binary);
      if (isAbsolute(path) && (await isExecutable(path))) return path;
    }
    return undefined;
  }

  return {
    find,
    async require(provider) {
      const path = await find(provider);
      if (path !== undefined) return path;
      throw new CaoError('provider_missing', `${provider.title} is not installed: no '${provider.binary}' on PATH.`, {
        hint: provider.installHint,
      });
    },
    async version(provider, path) {
      if (provider.versionArgs.length === 0) return undefined;
      const { mtimeMs, size } = await stat(path);
      const key = `${path}:${mtimeMs}:${size}`;
      const known = versions.get(key) ?? ask(provider, path, env);
      versions.set(key, known);
      const version = await known;
      if (version === undefined) versions.delete(key);
      return version;
    },
  };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function ask(
  provider: Provider,
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: VERSION_TIMEOUT_MS, env: { PATH: env['PATH'], HOME: env['HOME'] }, windowsHide: true };
    execFile(path, [...provider.versionArgs], options, (error, stdout) => {
      resolve(error ? undefined : provider.parseVersion(stdout));
    });
  });
}
