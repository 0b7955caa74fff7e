import { posix } from 'node:path';
import type { LaunchRequest } from '@cao/provider-sdk';

/** Where Kiro keeps agents, settings and sessions: the person may have moved it. */
export function kiroHome({ home, env }: Pick<LaunchRequest, 'home' | 'env'>): string {
  return env['KIRO_HOME'] || posix.join(home, '.kiro');
}

/** The name of the agent of one terminal. Its prompt shows it, and it is never a name that somebody else would choose. */
export function agentName(terminalId: string): string {
  return `cao-${terminalId}`;
}
