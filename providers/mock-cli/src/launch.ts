import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentProfile } from '@cao/contracts';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';

/** The bundled program; the same place from sources and from the build. */
export const PROGRAM = fileURLToPath(new URL('../bin/mock-cli.js', import.meta.url));

const PROMPT_FILE = 'system-prompt.md';

export function plan(request: LaunchRequest): LaunchPlan {
  const { mcp, resume, allowedTools } = request;
  const promptPath = path.join(request.scratch, PROMPT_FILE);
  const conversationId = resume ?? request.newConversationId;
  const argv = [
    process.execPath,
    request.executable,
    ...(resume === undefined ? ['--session-id', conversationId] : ['--resume', conversationId]),
    ...(request.model === undefined ? [] : [`--model=${request.model}`]),
    ...(request.systemPrompt === '' ? [] : [`--system-prompt-file=${promptPath}`]),
    ...(allowedTools.includes('*') ? [] : [`--allowed-tools=${allowedTools.join(',')}`]),
    ...(request.autoApprove ? [] : ['--ask-permission']),
    `--mcp-name=${mcp.name}`,
    `--mcp-url-env=${mcp.urlVariable}`,
    `--mcp-token-env=${mcp.tokenVariable}`,
    `--mcp-timeout=${mcp.timeoutMs}`,
    ...profileFlags(request.profile),
  ];
  return {
    argv,
    conversationId,
    ...(request.systemPrompt === '' ? {} : { files: [{ path: promptPath, content: request.systemPrompt }] }),
  };
}

/** Flags of one profile: `toolsSettings.mock_cli.flags`, a list or a text separated by blanks. */
function profileFlags(profile: AgentProfile): readonly string[] {
  const settings = profile.toolsSettings?.['mock_cli'];
  const flags = typeof settings === 'object' && settings !== null && 'flags' in settings ? settings.flags : undefined;
  const words = typeof flags === 'string' ? flags.split(/\s+/) : Array.isArray(flags) ? (flags as unknown[]) : [];
  return words.filter((word): word is string => typeof word === 'string' && word !== '' && !word.includes('\0'));
}
