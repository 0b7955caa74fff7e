import { posix } from 'node:path';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { agentFile } from './agent-file.ts';
import { agentsFolder } from './agent-store.ts';

/**
 * Q looks for agents in two folders only, the project's and the person's, and no setting moves them. So a link in the person's
 * folder leads to our file while the terminal exists.
 */
export function plan(request: LaunchRequest): LaunchPlan {
  const { native_agent: native } = request.profile;
  if (native !== undefined) return { argv: argv(request, native), advisories: [NATIVE_ADVICE] };
  const name = `cao-${request.terminalId}`;
  const file = posix.join(request.scratch, 'agent.json');
  const { content, advisories } = agentFile(request, name);
  return {
    argv: argv(request, name),
    files: [{ path: file, content }],
    links: [{ path: posix.join(agentsFolder(request), `${name}.json`), to: file }],
    ...(advisories.length > 0 ? { advisories } : {}),
  };
}

const NATIVE_ADVICE =
  'An agent of Amazon Q’s own brings its own tools and servers: CAO neither restricts it nor gives it its tools, and knows its state from the screen.';

function argv(request: LaunchRequest, agent: string): string[] {
  return [
    request.executable,
    'chat',
    // Tools that the agent may not use are not there to be trusted.
    ...(request.autoApprove ? ['--trust-all-tools'] : []),
    ...(request.model === undefined ? [] : ['--model', request.model]),
    '--agent',
    agent,
  ];
}
