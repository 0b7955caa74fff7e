import { LABEL_PREFIX } from '@cao/contracts';

/** Only these of a session's variables are shown: the others may be secrets. */
export function labelsOf(env: Readonly<Record<string, string>>): Record<string, string> {
  const labels = Object.entries(env).filter(
    ([name]) => name.startsWith(LABEL_PREFIX) && name.length > LABEL_PREFIX.length,
  );
  return Object.fromEntries(labels.map(([name, value]) => [name.slice(LABEL_PREFIX.length).toLowerCase(), value]));
}
