import { spawn } from 'node:child_process';
import type { Tool, Words } from './tools.ts';

export type Outcome = 'shown' | 'failed' | 'missing';

/** Runs a tool to its end, or until the signal ends it. Never rejects. */
export function runTool(tool: Tool, words: Words, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(tool.program, tool.args(words), {
      stdio: [tool.input === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'],
      windowsHide: true,
      signal,
      killSignal: 'SIGKILL',
    });
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ENOENT' ? 'missing' : 'failed'));
    child.once('exit', (code) => resolve(code === 0 ? 'shown' : 'failed'));
    // It may end before it has read everything.
    child.stdin?.on('error', () => undefined).end(tool.input?.(words));
  });
}
