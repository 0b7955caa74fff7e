// Runs checks one after another, remembers which failed, and counts tests.
import { spawnSync } from 'node:child_process';
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

/** Runs projects of the root vitest configuration and adds up what they report. */
export function vitest(projects) {
  process.stdout.write(`\n# tests: ${projects.join(', ')}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'cao-report-'));
  const report = join(folder, 'report.json');
  const selected = projects.flatMap((project) => ['--project', project]);
  const args = ['vitest', 'run', ...selected, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = run('npx', [...args, ...process.argv.slice(2)]);
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

function run(command, args) {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' };
  return spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env }).status ?? 1;
}
