import path from 'node:path';
import type { CreatedPackage } from './create-package.ts';

/** What comes next, a line each, as it is typed in `cwd`. */
export function stepsText({ directory, next }: Pick<CreatedPackage, 'directory' | 'next'>, cwd: string): string {
  const steps = [[`cd ${shown(directory, cwd)}`, ''] as const, ...next];
  return steps.map(([line, note]) => `  ${note === '' ? line : `${line.padEnd(50)} # ${note}`}\n`).join('');
}

/** As it is typed from where the person is. */
function shown(directory: string, cwd: string): string {
  const relative = path.relative(cwd, directory);
  const near = relative === '' ? '.' : relative;
  const word = near.startsWith(`..${path.sep}..`) ? directory : near;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
