/** An issue or a pull request: comments make no difference between them. */
export interface Target {
  readonly repository: string;
  readonly number: number;
}

const SHORT = /^([A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100})?#?([1-9]\d{0,9})$/;
const ADDRESS =
  /^https?:\/\/[^/\s]+\/([A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100})\/(?:issues|pull)\/([1-9]\d{0,9})(?:[/?#].*)?$/;

/** `owner/name#12`, the address of its page, or `#12` where the repository is known. */
export function parseTarget(text: string, usual: string | undefined): Target | undefined {
  const found = SHORT.exec(text.trim()) ?? ADDRESS.exec(text.trim());
  const repository = found?.[1] ?? usual;
  if (found === null || repository === undefined || /\/\.{1,2}$/.test(repository)) return undefined;
  return { repository, number: Number(found[2]) };
}

/** The target of a session by its name: the longest pattern that fits. */
export function targetByName(session: string, targets: Readonly<Record<string, string>>): string | undefined {
  const fitting = Object.keys(targets).filter((pattern) => fits(session, pattern));
  const [best] = fitting.toSorted((one, other) => other.length - one.length);
  return best === undefined ? undefined : targets[best];
}

function fits(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
