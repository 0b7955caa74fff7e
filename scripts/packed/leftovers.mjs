// What must not be: files of an installation that lead into the checkout, and processes that outlive it.
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

const TEXT = /\.(js|mjs|cjs|json|map|ts|md|sql|sh)$/;

/** Throws when a link leaves `prefix`, or a file of ours names `checkout`. Returns how many files were read. */
export function assertOwnTree(prefix, checkout) {
  const root = realpathSync(prefix);
  let count = 0;
  for (const path of filesOf(root)) {
    if (lstatSync(path).isSymbolicLink()) {
      const target = realpathSync(path);
      if (!target.startsWith(root + sep)) throw new Error(`${path} leads to ${target}, outside of what was installed.`);
    } else if (TEXT.test(path)) {
      count += 1;
      if (readFileSync(path, 'utf8').includes(checkout)) throw new Error(`${path} names the checkout.`);
    }
  }
  return count;
}

function* filesOf(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else yield path;
  }
}

/** Command lines of processes that were started from a folder. */
export function processesOf(folder) {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(folder + sep) && !line.startsWith(`${process.pid} `));
}
