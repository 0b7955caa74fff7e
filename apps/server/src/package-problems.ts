import { readdir } from 'node:fs/promises';
import { isCaoError, type PluginFinding } from '@cao/contracts';
import { createProfileStore, createSkillStore } from '@cao/profiles';
import { packageContents, type PackageFolder } from './packages.ts';

export interface ProblemPlace {
  /** CAO's home. */
  readonly home: string;
  readonly userHome: string;
  readonly agentsDir: string | undefined;
}

/** What is wrong with the skills and profiles of packages: those that cannot be read, and those whose name somebody else has. */
export async function packageProblems(place: ProblemPlace): Promise<PluginFinding[]> {
  const { skills, profiles } = packageContents({ home: place.home });
  const found = await Promise.all([
    ...profiles.map(async (folder) => profileProblems(folder, profiles, place)),
    ...skills.map(async (folder) => skillProblems(folder, skills, place)),
  ]);
  return found.flat();
}

async function profileProblems(
  folder: PackageFolder,
  all: readonly PackageFolder[],
  place: ProblemPlace,
): Promise<PluginFinding[]> {
  const store = createProfileStore({ ...place, packages: () => all });
  const findings: PluginFinding[] = [];
  for (const name of await namesIn(folder.path)) {
    try {
      const { source } = await store.locate(name);
      if (source === folder.source) await store.raw(name);
      else findings.push(shadowed(folder, `profile ${name}`, source));
    } catch (error) {
      if (!isCaoError(error)) throw error;
      findings.push(broken(folder, `profile ${name}`, error.message));
    }
  }
  return findings;
}

async function skillProblems(
  folder: PackageFolder,
  all: readonly PackageFolder[],
  { home }: ProblemPlace,
): Promise<PluginFinding[]> {
  // The folder alone says what it has; all of them say who wins.
  const alone = createSkillStore({ home: folder.path, packages: () => [folder] });
  const winners = await createSkillStore({ home, packages: () => all }).list();
  const problems = (await alone.problems()).map((problem) => broken(folder, 'a skill', problem));
  const lost = (await alone.list()).flatMap(({ name }) => {
    const winner = winners.find((skill) => skill.name === name);
    return winner === undefined || winner.source === folder.source
      ? []
      : [shadowed(folder, `skill ${name}`, winner.source ?? 'your skills or those of CAO')];
  });
  return [...problems, ...lost];
}

/** Files and folders that could be profiles. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.name.endsWith('.md') && !entry.name.startsWith('.'))
    .map(({ name }) => name.slice(0, -'.md'.length))
    .sort();
}

function shadowed(folder: PackageFolder, what: string, winner: string): PluginFinding {
  return finding(
    folder,
    'shadowed',
    `${what} is not used: ${winner} has one of that name.`,
    'Nothing to do if that is meant; else rename yours.',
  );
}

function broken(folder: PackageFolder, what: string, problem: string): PluginFinding {
  return finding(folder, 'invalid_content', `${what} cannot be used: ${problem}`, 'Its author can mend it.');
}

function finding(folder: PackageFolder, reason: string, what: string, fix: string): PluginFinding {
  const { package: name, path, foundIn } = folder;
  return { name: null, package: name, directory: path, source: foundIn, reason, what, fix };
}
