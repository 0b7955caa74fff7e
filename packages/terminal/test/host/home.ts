import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectHost, type ConnectHostOptions } from '../../src/client/connect-host.ts';
import type { TerminalBackend } from '../../src/backend.ts';

export interface Home {
  readonly directory: string;
  readonly runDir: string;
  readonly logDir: string;
  connect(options?: Partial<ConnectHostOptions>): Promise<TerminalBackend>;
}

/** A private home for one test. Its host is ended and its directory removed afterwards. */
export async function withHome(test: (home: Home) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'cao-home-'));
  const runDir = join(directory, 'run');
  const logDir = join(directory, 'logs');
  const connect: Home['connect'] = (options) => connectHost({ runDir, logDir, idleMs: 60_000, ...options });
  try {
    await test({ directory, runDir, logDir, connect });
  } finally {
    const backend = await connect({ start: false }).catch(() => undefined);
    await backend?.shutdown();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The processes that serve a home. */
export async function hostsOf({ runDir }: Home): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(`--directory ${runDir} `))
    .map((line) => Number.parseInt(line, 10));
}
