import type { TerminalBackend } from '@cao/terminal';
import { homePaths } from './home.ts';

export interface HostOptions {
  readonly home: string;
  /** False: `host_unavailable` when none runs. */
  readonly start?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What of the user's environment the host itself gets. Its terminals inherit nothing of it. */
const HOST_ENV = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'];

/** The terminals of a home. */
export async function connectTerminals({ home, start = true, env = {} }: HostOptions): Promise<TerminalBackend> {
  // Not the package's main entry: that loads the emulator, which only the host needs.
  const { connectHost } = await import('@cao/terminal/client');
  const { run, logs } = homePaths(home);
  const kept = HOST_ENV.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return connectHost({ runDir: run, logDir: logs, start, env: { ...Object.fromEntries(kept), CAO_HOME_DIR: home } });
}

/** Ends the terminal host of a home with every agent in it. False when none runs. */
export async function stopTerminalHost({ home }: { readonly home: string }): Promise<boolean> {
  let backend: TerminalBackend;
  try {
    backend = await connectTerminals({ home, start: false });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'host_unavailable') return false;
    throw error;
  }
  await backend.shutdown();
  return true;
}
