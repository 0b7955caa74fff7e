import { createHash } from 'node:crypto';
import { SESSION_PREFIX } from '@cao/contracts';

const LONGEST = 64;

/** The session of a flow's runs: `cao-flow-<name>`; a name too long for that is cut and told apart by a hash of the whole. */
export function flowSessionName(name: string): string {
  const whole = `${SESSION_PREFIX}flow-${name}`;
  if (whole.length <= LONGEST) return whole;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${whole.slice(0, LONGEST - hash.length - 1)}-${hash}`;
}
