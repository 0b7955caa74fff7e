import { posix } from 'node:path';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { agentFile } from './agent-file.ts';
import { agentName, kiroHome } from './paths.ts';
import { isAtLeast, SINCE } from './version.ts';

/**
 * An agent of the terminal's own, in a folder that shows the person's and the project's agents beside it. Settings, sessions and
 * the login stay where they are.
 */
export function plan(request: LaunchRequest): LaunchPlan {
  const { native_agent: native } = request.profile;
  if (native !== undefined) return { ...common(request, native), advisories: [NATIVE_ADVICE] };
  const home = posix.join(request.scratch, 'kiro');
  const agents = posix.join(home, 'agents');
  const name = `${agentName(request.terminalId)}.json`;
  const theirs = kiroHome(request);
  const whole = !isAtLeast(request.version, SINCE.agentFolder);
  return {
    ...common(request, agentName(request.terminalId)),
    env: { KIRO_AGENT_CONFIG_DIR: agents, ...(whole ? { KIRO_HOME: home } : {}) },
    mirrors: [
      ...(whole ? [{ path: home, of: theirs, except: ['agents'] }] : []),
      // Kiro prefers the project's agent to the person's of the same name; what is linked first stays.
      { path: agents, of: posix.join(request.cwd, '.kiro', 'agents'), except: [name] },
      { path: agents, of: request.env['KIRO_AGENT_CONFIG_DIR'] || posix.join(theirs, 'agents'), except: [name] },
    ],
    files: [{ path: posix.join(agents, name), content: agentFile(request) }],
    ...(isAtLeast(request.version, SINCE.home) ? {} : { advisories: [OLD_ADVICE] }),
  };
}

const NATIVE_ADVICE =
  'An agent of Kiro’s own brings its own tools and servers: CAO neither restricts it nor gives it its tools, and knows its state from the screen.';
const OLD_ADVICE = 'Kiro CLI before 2.3 finds no agent outside ~/.kiro: update it.';

function common(request: LaunchRequest, agent: string): LaunchPlan {
  const argv = [request.executable, 'chat'];
  if (isAtLeast(request.version, SINCE.engineFlag)) argv.push('--agent-engine', 'v2');
  // Tools that the agent may not use are not there to be trusted.
  if (request.autoApprove) argv.push('--trust-all-tools');
  if (request.model !== undefined) argv.push('--model', request.model);
  argv.push('--agent', agent);
  // Kiro makes a new, empty session without the agent when it does not know the id: only ids it told are given back.
  if (request.resume !== undefined) argv.push('--resume-id', request.resume);
  return { argv, ...(request.resume === undefined ? {} : { conversationId: request.resume }) };
}
