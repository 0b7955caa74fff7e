import type { ProviderCheck } from '@cao/contracts';

/** Where a version stands to those that were proven. Versions are numbers between dots; what follows them is not compared. */
export function provenAt(version: string | undefined, proven: readonly string[]): ProviderCheck['version_proven'] {
  const parts = numbers(version);
  const known = proven.map(numbers).filter((candidate) => candidate !== undefined);
  if (parts === undefined || known.length === 0) return 'unknown';
  const signs = known.map((candidate) => Math.sign(compare(parts, candidate)));
  if (signs.includes(0)) return 'yes';
  if (!signs.includes(-1)) return 'newer';
  return signs.includes(1) ? 'between' : 'older';
}

function numbers(version: string | undefined): readonly number[] | undefined {
  const text = /^\d+(\.\d+)*/.exec(version ?? '')?.[0];
  return text?.split('.').map(Number);
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
