import { processIo } from './process-io.ts';
import { run } from './run.ts';

const { io, finish } = processIo(process);
finish(await run(process.argv.slice(2), io));
