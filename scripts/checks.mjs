// Runs checks one after another, remembers which failed, and counts tests.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const failures = [];
const count = { passed: 0, failed: 0, skipped: 0 };

export function check(name, command, args) {
  process.stdout.write(`\n# ${name}\n`);
  if (run(command, args) !== 0) failures.push(name);
}

/** Runs projects of the root vitest configuration and adds up what they report. With `aside`, their output is shown at the end. */
export async function vitest(projects, { aside = false } = {}) {
  if (!aside) process.stdout.write(`\n# tests: ${projects.join(', ')}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'cao-report-'));
  const report = join(folder, 'report.json');
  const selected = projects.flatMap((project) => ['--project', project]);
  const args = [
    'vitest',
    'run',
    ...selected,
    // What is chosen on the command line may be none of these.
    ...(aside ? ['--passWithNoTests'] : []),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const status = await runBeside('npx', [...args, ...process.argv.slice(2)], aside);
  const summary = read(report);
  count.passed += summary.numPassedTests ?? 0;
  count.failed += summary.numFailedTests ?? 0;
  count.skipped += summary.numPendingTests ?? 0;
  if (status !== 0) failures.push(`tests (${projects.join(', ')})`);
  rmSync(folder, { recursive: true, force: true });
}

/** Prints the count as the last line and ends the process. */
export function finish() {
  if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(', ')}\n`);
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`);
  process.exit(failures.length > 0 ? 1 : 0);
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    failures.push('the test runner ended without a report');
    return {};
  }
}

const options = { cwd: ROOT, env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } };

function run(command, args) {
  return spawnSync(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
}

async function runBeside(command, args, held) {
  const output = held ? 'pipe' : 'inherit';
  const child = spawn(command, args, { ...options, stdio: ['ignore', output, output] });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
  const [status] = await once(child, 'close');
  process.stdout.write(Buffer.concat(chunks));
  return status ?? 1;
}
