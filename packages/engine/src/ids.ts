import { randomBytes, randomInt } from 'node:crypto';

export function newTerminalId(): string {
  return randomBytes(4).toString('hex');
}

/** Time first, so that ids sort by creation: `t_` + 9 base-36 digits of milliseconds + 12 random ones. */
export function newId(prefix: 't' | 'j' | 'c' | 'r', now: number): string {
  let tail = '';
  for (let index = 0; index < 12; index++) tail += randomInt(36).toString(36);
  return `${prefix}_${now.toString(36).padStart(9, '0')}${tail}`;
}

export function newSessionName(): string {
  return `cao-${randomBytes(4).toString('hex')}`;
}

export function newTerminalName(profile: string): string {
  return `${profile}-${randomBytes(2).toString('hex')}`;
}
