import type { LaunchRequest } from '@cao/provider-sdk';
import { blockedTools, everyTool } from './tools.ts';

export interface Permissions {
  readonly argv: readonly string[];
  readonly advisories: readonly string[];
}

const ROOT_ADVISORY =
  'Claude Code refuses to bypass permissions for root. All tools are allowed by name instead; it denies without asking what ' +
  'lies beyond them, such as writes below .git and .claude, and questions to a person.';

/** Permission mode and tool rules. A profile's own mode wins over what the launch asks for. */
export function planPermissions(request: LaunchRequest, servers: readonly string[]): Permissions {
  const mode = request.profile.permissionMode ?? (request.autoApprove ? 'bypassPermissions' : 'default');
  const blocked = toolRules(request.allowedTools, servers);
  if (mode !== 'bypassPermissions' || !request.root) {
    return { argv: ['--permission-mode', mode, ...blocked], advisories: [] };
  }
  const allowed = ['--allowedTools', everyTool(servers).join(',')];
  return { argv: ['--permission-mode', 'dontAsk', ...allowed, ...blocked], advisories: [ROOT_ADVISORY] };
}

/** An empty list is a locked room: no native tool, no server, no file behind an `@`. */
function toolRules(allowedTools: readonly string[], servers: readonly string[]): readonly string[] {
  if (allowedTools.length === 0) return ['--tools', '', '--disallowedTools', '*,Read(//**)'];
  const blocked = blockedTools(allowedTools, servers);
  return blocked.length === 0 ? [] : ['--disallowedTools', blocked.join(',')];
}
