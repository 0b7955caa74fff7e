import { CaoError, DEFAULT_ROLE, ROLE_TOOLS, UNRESTRICTED, type AgentProfile } from '@cao/contracts';

const ALL_FILES = 'fs_*';
const FILE_WORDS = ['fs_read', 'fs_write', 'fs_list'] as const;

/**
 * The tools a profile asks for: its own list, else its role's, else the developer's; each MCP server it brings adds `@name`.
 * An empty list allows nothing at all. `roles` are the user's own; shipped roles cannot be replaced.
 */
export function resolveTools(
  profile: Pick<AgentProfile, 'name' | 'allowedTools' | 'role' | 'mcpServers'>,
  roles: Readonly<Record<string, readonly string[]>> = {},
): string[] {
  const tools = profile.allowedTools ?? roleTools(profile.name, profile.role ?? DEFAULT_ROLE, roles);
  if (tools.length === 0) return [];
  if (tools.includes(UNRESTRICTED)) return [UNRESTRICTED];
  const servers = Object.keys(profile.mcpServers ?? {}).map((server) => `@${server}`);
  return [...new Set([...tools, ...servers])];
}

/** What of `child` lies within `parent`: an agent never has more than the one that started it. */
export function narrowTools(parent: readonly string[], child: readonly string[]): string[] {
  if (parent.includes(UNRESTRICTED)) return [...child];
  if (child.includes(UNRESTRICTED)) return [...parent];
  const granted = new Set(parent.flatMap(fileWords));
  return [...new Set(child.flatMap((word) => within(granted, word)))];
}

function roleTools(
  profile: string,
  role: string,
  roles: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const shipped = Object.hasOwn(ROLE_TOOLS, role) ? ROLE_TOOLS[role] : undefined;
  const tools = shipped ?? (Object.hasOwn(roles, role) ? roles[role] : undefined);
  if (tools !== undefined) return tools;
  const known = [...Object.keys(ROLE_TOOLS), ...Object.keys(roles)];
  throw new CaoError('profile_invalid', `Profile '${profile}' has the unknown role '${role}'`, {
    hint: `Known roles: ${known.join(', ')}. Own roles go under "roles" in settings.json, or list tools in allowedTools.`,
    details: { field: 'role', expected: known },
  });
}

function within(granted: ReadonlySet<string>, word: string): readonly string[] {
  const parts = fileWords(word).filter((part) => granted.has(part));
  return parts.length === FILE_WORDS.length ? [word] : parts;
}

function fileWords(word: string): readonly string[] {
  return word === ALL_FILES ? FILE_WORDS : [word];
}
