import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { hooksSetting } from './hook-trust.ts';
import { instructionsOf } from './instructions.ts';
import { mcpSettings } from './mcp-servers.ts';
import { array, bool, text, type Toml } from './toml.ts';
import { restrictionOf, restrictionText, type Restriction } from './tools.ts';
import { UNRESTRICTED } from '@cao/contracts';
import { isAtLeast, SINCE } from './version.ts';

/** What the title says: the state in one word, whether a person is asked, and the conversation's id until it has a name. */
const TITLE = ['run-state', 'spinner', 'thread-title'];
const OLD_TITLE = ['status', 'spinner', 'thread'];

/** Everything is in the command line: no file of the user is touched, and none is needed. */
export function plan(request: LaunchRequest): LaunchPlan {
  const restriction = restrictionOf(request.allowedTools);
  const rules = restrictionText(restriction);
  const prompt = [rules, request.systemPrompt].filter((part) => part !== '').join('\n\n');
  const instructions = instructionsOf(prompt, request.scratch);
  const mcp = mcpSettings(request.mcp, request.version, request.profile.mcpServers);
  const settings: Record<string, Toml | undefined> = {
    check_for_update_on_startup: bool(false),
    'tui.terminal_title': titleOf(request.version),
    hooks: hooksSetting(request.hookCommand),
    developer_instructions: instructions.value,
    web_search: restriction.web ? undefined : text('disabled'),
    ...(restriction.shell ? {} : { 'features.shell_tool': bool(false), 'features.view_image': bool(false) }),
  };
  for (const [name, server] of Object.entries(mcp.servers)) settings[`mcp_servers.${name}`] = server;
  const resume = request.resume === undefined ? [] : ['resume', request.resume];
  const advisories = [
    ...restriction.advisories,
    ...mcp.advisories,
    ...fileAdvisory(instructions.file !== undefined, restriction),
  ];
  return {
    argv: [request.executable, ...resume, ...flags(request, restriction), ...configArguments(settings)],
    ...(Object.keys(mcp.env).length > 0 ? { env: mcp.env } : {}),
    ...(instructions.file ? { files: [instructions.file] } : {}),
    ...(request.resume === undefined ? {} : { conversationId: request.resume }),
    ...(advisories.length > 0 ? { advisories } : {}),
  };
}

function flags(request: LaunchRequest, restriction: Restriction): string[] {
  const found = ['--no-alt-screen'];
  if (isAtLeast(request.version, SINCE.noDaemon)) found.push('--no-daemon');
  if (request.model !== undefined) found.push('--model', request.model);
  return [...found, ...permissionFlags(request, restriction)];
}

/** A confined agent never asks: an answer could only widen what it is allowed. A named Codex profile decides for itself otherwise. */
function permissionFlags(request: LaunchRequest, restriction: Restriction): string[] {
  const { codexProfile } = request.profile;
  const free = request.allowedTools.includes(UNRESTRICTED) && request.autoApprove;
  const named = codexProfile === undefined || free ? [] : ['--profile', codexProfile];
  if (restriction.sandbox !== 'open')
    return [...named, '--sandbox', restriction.sandbox, '--ask-for-approval', 'never'];
  if (named.length > 0) return named;
  return request.autoApprove ? ['--yolo'] : ['--sandbox', 'workspace-write', '--ask-for-approval', 'on-request'];
}

function titleOf(version: string | undefined): Toml {
  return array((isAtLeast(version, SINCE.titleItems) ? TITLE : OLD_TITLE).map(text));
}

function configArguments(settings: Readonly<Record<string, Toml | undefined>>): string[] {
  return Object.entries(settings).flatMap(([key, value]) => (value === undefined ? [] : ['-c', `${key}=${value}`]));
}

function fileAdvisory(hasFile: boolean, restriction: Restriction): string[] {
  if (!hasFile) return [];
  if (!restriction.shell)
    return ['The system prompt is too long for Codex, and without any tool it cannot read the rest from a file.'];
  return ['The system prompt is too long for one argument: the agent is asked to read the rest of it from a file.'];
}
