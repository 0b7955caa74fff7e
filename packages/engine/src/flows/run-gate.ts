import { spawn } from 'node:child_process';
import { CaoError } from '@cao/contracts';

export interface GateOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the script; the promise rejects with `cancelled`. */
  readonly signal: AbortSignal;
  /** Milliseconds; the limit of CAO (Python) unless given. */
  readonly limitMs?: number;
}

const GATE_LIMIT_MS = 30_000;
/** Values for a prompt, which may have as much. */
const MAX_OUTPUT_BYTES = 1024 * 1024;
/** The end of what it complained about is what helps. */
const KEPT_STDERR_BYTES = 2000;
/** What it started may hold its output open for ever; what the script itself wrote is there by then. */
const DRAIN_MS = 500;

/** Runs a gate, without arguments and without a shell, and returns what it printed. Throws `script_failed` and `timeout`. */
export function runGate(script: string, options: GateOptions): Promise<string> {
  const { cwd, env, signal, limitMs = GATE_LIMIT_MS } = options;
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it started ends with it.
    const child = spawn(script, [], { cwd, env: { ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    let size = 0;
    let complaint: Buffer = Buffer.alloc(0);
    let drain: NodeJS.Timeout | undefined;
    let settled = false;

    function settle(error: CaoError | undefined): void {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      clearTimeout(drain);
      signal.removeEventListener('abort', aborted);
      child.stdout.destroy();
      child.stderr.destroy();
      if (error === undefined) resolve(Buffer.concat(out).toString('utf8'));
      else reject(error);
    }

    function stop(error: CaoError): void {
      killGroup(child.pid);
      settle(error);
    }

    function ended(code: number | null, by: NodeJS.Signals | null): void {
      if (code === 0) return settle(undefined);
      const how = code === null ? `was ended by ${by ?? 'a signal'}` : `ended with exit code ${code}`;
      const said = complaint.toString('utf8').trim();
      settle(new CaoError('script_failed', `The script ${script} ${how}${said === '' ? '.' : `: ${said}`}`));
    }

    const aborted = (): void => stop(new CaoError('cancelled', 'the server was stopped'));
    const limit = setTimeout(() => {
      const hint = 'Let it only decide; the work is for the agent.';
      stop(new CaoError('timeout', `The script ${script} took longer than ${limitMs / 1000} seconds.`, { hint }));
    }, limitMs);
    signal.addEventListener('abort', aborted);
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      size += chunk.length;
      if (size > MAX_OUTPUT_BYTES) {
        stop(new CaoError('script_failed', `The script ${script} printed more than ${MAX_OUTPUT_BYTES} bytes.`));
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = Buffer.concat([complaint, chunk]).subarray(-KEPT_STDERR_BYTES);
    });
    child.on('error', (error: NodeJS.ErrnoException) => settle(notStarted(script, error)));
    child.on('exit', (code, by) => {
      drain = setTimeout(() => ended(code, by), DRAIN_MS);
    });
    child.on('close', ended);
    if (signal.aborted) aborted();
  });
}

function notStarted(script: string, error: NodeJS.ErrnoException): CaoError {
  const hints: Readonly<Record<string, string>> = {
    ENOENT: 'It, or the program its first line names, does not exist. A relative path starts at the flow file.',
    EACCES: `Make it executable: chmod +x '${script}'`,
    ENOEXEC: 'Its first line must name the program that runs it, as #!/bin/sh.',
  };
  const hint = hints[error.code ?? ''];
  const message = `The script ${script} could not be started: ${error.message}${hint === undefined ? '' : `. ${hint}`}`;
  return new CaoError('script_failed', message, { cause: error });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended already.
  }
}
