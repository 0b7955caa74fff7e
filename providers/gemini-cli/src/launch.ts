import { join } from 'node:path';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { extensionFiles } from './extension.ts';
import { ownHome, trustFile } from './home.ts';
import { mcpServers } from './mcp-servers.ts';
import { policyFile } from './tools.ts';
import { isDistrusted } from './trust.ts';
import { isAtLeast, SINCE } from './version.ts';

/** Gemini CLI is started in a home of the terminal's own; see `home.ts` for what of it is the person's. */
export function plan(request: LaunchRequest): LaunchPlan {
  const { version, resume } = request;
  const home = ownHome(request);
  const mcp = mcpServers(request);
  const byFlag = isAtLeast(version, SINCE.adminPolicy);
  const policy = join(byFlag ? request.scratch : home.policies, 'cao-policy.toml');
  const servers = mcp.names.map((name, index) => ({ name, word: index === 0 ? request.mcp.name : name }));

  const argv = [request.executable, '--approval-mode', approvalMode(request)];
  if (byFlag) argv.push('--admin-policy', policy);
  // No `--session-id`: whenever Gemini CLI starts itself anew it keeps its arguments, and a known id ends it.
  if (resume !== undefined) argv.push('--resume', resume);
  if (request.model !== undefined) argv.push('--model', request.model);
  const advisories = [...mcp.advisories, ...trustAdvisory(request)];
  return {
    argv,
    env: home.env,
    mirrors: home.mirrors,
    files: [
      { path: policy, content: policyFile(request.allowedTools, servers) },
      ...extensionFiles(home.extension, request, mcp.servers),
    ],
    ...(resume === undefined ? {} : { conversationId: resume }),
    ...(advisories.length > 0 ? { advisories } : {}),
  };
}

/** Which folders the person trusts, or does not. */
export function userFiles(where: Pick<LaunchRequest, 'home' | 'env'>): readonly string[] {
  return [trustFile(where)];
}

const MODES = {
  default: 'default',
  acceptEdits: 'auto_edit',
  plan: 'plan',
  auto: 'auto_edit',
  bypassPermissions: 'yolo',
} as const;

/** A profile's own mode wins over what the launch asks for. */
function approvalMode({ profile, autoApprove }: LaunchRequest): string {
  return MODES[profile.permissionMode ?? (autoApprove ? 'bypassPermissions' : 'default')];
}

function trustAdvisory(request: LaunchRequest): string[] {
  if (!isDistrusted(request.userFiles[trustFile(request)], request.cwd)) return [];
  return [
    'Gemini CLI was told not to trust this folder: it loads no MCP server there, so the agent has none of the CAO tools, and it asks before it acts.',
  ];
}
