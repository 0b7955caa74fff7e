// Steps of a script: each is shown with its seconds, and ends it with what the program said when it fails.
import { spawn } from 'node:child_process';

const OUTPUT_KEPT = 16 * 1024;

/** `limitS`: a single step may take no longer. */
export function createSteps({ limitS }) {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;

  /**
   * Runs a program to its end. Throws when it fails or does not print the words that are wanted; what only shows something is run
   * again for so many seconds.
   */
  async function step(name, command, args, { wanted = '', againForS = 0, ...options } = {}) {
    process.stdout.write(`${name} … `);
    const from = seconds();
    let result = await run(command, args, { ...options, timeout: limitS * 1000 });
    while (result.code === 0 && !result.output.includes(wanted) && seconds() - from < againForS) {
      result = await run(command, args, options);
    }
    process.stdout.write(`${(seconds() - from).toFixed(1)} s\n`);
    const { code, output } = result;
    if (code === 0 && output.includes(wanted)) return;
    const why = code === 0 ? `did not print '${wanted}'` : `ended with ${code ?? 'a signal'}`;
    throw new Error(`${[command, ...args].join(' ')} ${why}:\n${output}`);
  }
  return { step, seconds };
}

function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-OUTPUT_KEPT));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
