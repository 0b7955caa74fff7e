import path from 'node:path';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';

/** How the CLI is started. Pure: files are named here, and written by CAO. */
export function plan(request: LaunchRequest): LaunchPlan {
  const { mcp, model, systemPrompt } = request;
  const promptFile = path.join(request.scratch, 'system-prompt.md');
  return {
    argv: [
      request.executable,
      ...(model === undefined ? [] : [`--model=${model}`]),
      // A file, since one argument holds less than 128 KiB and shows in `ps`.
      ...(systemPrompt === '' ? [] : [`--system-prompt-file=${promptFile}`]),
      ...(request.autoApprove ? [] : ['--ask-permission']),
      // Names of variables that CAO sets: the token itself must not show in `ps` either.
      `--mcp-url-env=${mcp.urlVariable}`,
      `--mcp-token-env=${mcp.tokenVariable}`,
      `--mcp-timeout=${mcp.timeoutMs}`,
    ],
    ...(systemPrompt === '' ? {} : { files: [{ path: promptFile, content: systemPrompt }] }),
    ...advisoriesOf(request.allowedTools),
  };
}

/** Told to the person who launches, as long as the CLI is not made to refuse what is not allowed. */
function advisoriesOf(allowedTools: readonly string[]): Pick<LaunchPlan, 'advisories'> {
  if (allowedTools.includes('*')) return {};
  return { advisories: [`Sample CLI is not limited to the allowed tools: ${allowedTools.join(', ') || 'none'}.`] };
}
