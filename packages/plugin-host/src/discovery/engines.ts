import { satisfies, validRange } from 'semver';
import type { PackageManifest } from '../manifest.ts';

/** What runs here. */
export interface Versions {
  readonly cao: string;
  readonly node: string;
}

/** Why a package is not made for these versions; undefined when it is, or when it says nothing that is understood. */
export function engineProblem({ name, engines }: PackageManifest, versions: Versions): string | undefined {
  for (const [engine, title] of [
    ['cao', 'CAO'],
    ['node', 'Node.js'],
  ] as const) {
    const range = engines[engine];
    if (range === undefined || validRange(range) === null) continue;
    if (!satisfies(versions[engine], range, { includePrerelease: true })) {
      return `${name} is made for ${title} ${range}; this is ${versions[engine]}.`;
    }
  }
  return undefined;
}
