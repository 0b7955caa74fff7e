import { Worker } from 'node:worker_threads';
import { CaoError } from '@cao/contracts';
import type { Discovery } from '@cao/plugin-host';

/** As in the server: an import that takes longer is given up. */
const LIMIT_MS = 10_000;
/** A module that needs more to be loaded needs too much. */
const MEMORY_MB = 256;

/**
 * Imports packages once, in a thread that may hang, exit or eat its memory without harm. Throws `invalid_input` with what went
 * wrong, with paths from `folder` on.
 */
export async function probe(
  entries: Pick<Discovery, 'plugins' | 'providers' | 'commands'>,
  folder: string,
): Promise<void> {
  const worker = new Worker(new URL('./probe-worker.js', import.meta.url), {
    workerData: entries,
    // Whatever a module prints is not the answer of a command.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  let timer: NodeJS.Timeout | undefined;
  const problem = await new Promise<string | undefined>((resolve) => {
    timer = setTimeout(() => resolve(`it was not loaded within ${LIMIT_MS / 1000} s`), LIMIT_MS + 2000);
    worker.on('message', (findings: string[]) => resolve(findings[0]));
    worker.on('error', (error) => resolve(error.message));
    worker.on('exit', () => resolve('it ends the program that loads it'));
  });
  clearTimeout(timer);
  await worker.terminate();
  if (problem === undefined) return;
  throw new CaoError('invalid_input', `It cannot be used: ${problem.replaceAll(`${folder}/node_modules/`, '')}`, {
    hint: 'Nothing was changed.',
  });
}
