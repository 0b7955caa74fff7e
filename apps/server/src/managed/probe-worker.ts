import { parentPort, workerData } from 'node:worker_threads';
import { loadProblems, type Discovery } from '@cao/plugin-host';

// Nothing else speaks for this thread: a module that exits or hangs leaves no answer.
const { plugins, providers, commands } = workerData as Pick<Discovery, 'plugins' | 'providers' | 'commands'>;
parentPort?.postMessage(await loadProblems({ plugins, providers, commands }), []);
