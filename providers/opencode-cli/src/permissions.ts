import type { LaunchRequest } from '@cao/provider-sdk';
import { serverRule, type Refused } from './tools.ts';

type Action = 'allow' | 'ask' | 'deny';
export type Permission = Readonly<Record<string, Action>>;

/** OpenCode asks nothing by itself; what a person should be asked about has to be named. */
const ASKED = ['bash', 'edit', 'webfetch', 'websearch', 'external_directory', 'doom_loop'] as const;

/** Agents of OpenCode that do work, and those that are held back by rules of their own. */
const WORKING_AGENTS = ['build', 'general'];
const CAREFUL_AGENTS = ['plan', 'explore'];

/**
 * Rules per agent: they count after those of the person's own configuration, whatever the order in that is. The careful agents keep
 * theirs, and are only refused what this launch refuses.
 */
export function agentPermissions(request: LaunchRequest, refused: Refused, servers: readonly string[]) {
  const denied = rules(refused.permissions, 'deny');
  const first: Permission = request.autoApprove ? { '*': 'allow' } : rules(ASKED, 'ask');
  const working = { ...first, ...rules(servers.map(serverRule), 'allow'), ...denied };
  const { native_agent } = request.profile;
  const names = native_agent === undefined ? WORKING_AGENTS : [...new Set([...WORKING_AGENTS, native_agent])];
  const agents = names
    .filter((name) => !CAREFUL_AGENTS.includes(name))
    .map((name) => [name, { permission: working }] as const);
  const careful = CAREFUL_AGENTS.map((name) => [name, { permission: denied }] as const);
  return Object.fromEntries([...agents, ...(refused.permissions.length > 0 ? careful : [])]);
}

function rules(names: readonly string[], action: Action): Permission {
  return Object.fromEntries(names.map((name) => [name, action]));
}
