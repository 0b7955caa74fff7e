// npm start: sets up, then runs the main job once (see `npx cao demo --help`).
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setup } from './setup.mjs';

setup();

const cao = fileURLToPath(new URL('../apps/cli/bin/cao.js', import.meta.url));
const child = spawn(process.execPath, [cao, 'demo', ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
