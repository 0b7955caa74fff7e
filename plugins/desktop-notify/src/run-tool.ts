import { spawn } from 'node:child_process';
import type { Tool, Words } from './tools.ts';

/** Every one of them returns at once when all is well; without a desktop some wait for it. */
const LIMIT_MS = 5000;

export type Outcome = 'shown' | 'failed' | 'missing';

/** Runs a tool to its end, or to the end of its time. Never rejects. */
export function runTool(tool: Tool, words: Words, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(tool.program, tool.args(words), {
      stdio: [tool.input === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'],
      windowsHide: true,
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
      killSignal: 'SIGKILL',
    });
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ENOENT' ? 'missing' : 'failed'));
    child.once('exit', (code) => resolve(code === 0 ? 'shown' : 'failed'));
    // It may end before it has read everything.
    child.stdin?.on('error', () => undefined).end(tool.input?.(words));
  });
}
