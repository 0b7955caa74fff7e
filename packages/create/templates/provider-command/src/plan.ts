import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';

/**
 * How the CLI is started: bare, so that there is something to look at. Model, system prompt and MCP address are still to be
 * passed on, each the way this CLI takes it; then the check of that name leaves the list in `test/skipped.ts`.
 */
export function plan(request: LaunchRequest): LaunchPlan {
  return { argv: [request.executable], ...advisoriesOf(request.allowedTools) };
}

/** Told to the person who launches, as long as the CLI is not made to refuse what is not allowed. */
function advisoriesOf(allowedTools: readonly string[]): Pick<LaunchPlan, 'advisories'> {
  if (allowedTools.includes('*')) return {};
  return { advisories: [`Sample CLI is not limited to the allowed tools: ${allowedTools.join(', ') || 'none'}.`] };
}
