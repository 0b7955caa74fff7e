import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CAO_MCP_SERVER, HANDOFF_TIMEOUT, UNRESTRICTED, type AgentProfile } from '@cao/contracts';
import { namedSkills, skillCatalogue } from '@cao/profiles';
import type { LaunchPlan, Provider } from '@cao/provider-sdk';
import type { TerminalRecord } from '@cao/state';
import type { EngineDeps } from '../deps.ts';
import { agentEnv } from './env.ts';
import { checkPlanPaths, readUserFiles } from './plan-files.ts';

/**
 * The end of the deadline chain: a job ends after at most an hour, its worker's start-up and clean-up take minutes, and only then
 * may a CLI give up on the tool call.
 */
const TOOL_CALL_TIMEOUT_MS = (HANDOFF_TIMEOUT.max + 600) * 1000;

/** Runs under `sh`. One write per event, so that hooks running side by side do not mix their lines. */
export const HOOK_COMMAND = '[ -z "$CAO_SIGNAL_FILE" ] || printf \'%s\\n\' "$(cat)" >>"$CAO_SIGNAL_FILE"';

export interface PlannedLaunch {
  readonly plan: LaunchPlan;
  readonly env: Record<string, string>;
}

export interface PlanInput {
  readonly record: TerminalRecord;
  readonly sessionName: string;
  readonly sessionEnv: Readonly<Record<string, string>>;
  readonly provider: Provider;
  readonly profile: AgentProfile;
  readonly executable: string;
  readonly version: string | undefined;
  readonly token: string;
  readonly resume: string | undefined;
}

/** Asks the provider for its plan and puts the agent's environment together. Writes nothing; reads what the plan is made from. */
export async function planLaunch(deps: EngineDeps, input: PlanInput): Promise<PlannedLaunch> {
  const { record, provider, profile } = input;
  const scratch = join(deps.paths.scratch, record.id);
  const sources = {
    base: deps.env,
    provider: provider.inheritEnv,
    extra: deps.options.inheritEnv,
    forwarded: input.sessionEnv,
  };
  const home = deps.paths.userHome;
  const env = agentEnv({ ...sources, plan: {}, own: {} });
  const plan = provider.plan({
    terminalId: record.id,
    cwd: record.workingDirectory,
    home,
    env,
    userFiles: await readUserFiles(provider.userFiles?.({ home, env }) ?? []),
    scratch,
    executable: input.executable,
    version: input.version,
    profile,
    systemPrompt: await systemPrompt(deps, profile, record.allowedTools),
    model: record.model ?? undefined,
    allowedTools: record.allowedTools,
    autoApprove: record.autoApprove,
    mcp: {
      name: CAO_MCP_SERVER,
      url: `${deps.apiUrl()}/mcp`,
      urlVariable: 'CAO_MCP_URL',
      tokenVariable: 'CAO_TOKEN',
      ...deps.mcpCommand,
      timeoutMs: TOOL_CALL_TIMEOUT_MS,
    },
    newConversationId: record.conversationId ?? randomUUID(),
    resume: input.resume,
    root: deps.root,
    hookCommand: HOOK_COMMAND,
  });
  checkPlanPaths(plan, scratch, provider.id);
  return { plan, env: agentEnv({ ...sources, plan: plan.env ?? {}, own: ownEnv(deps, input) }) };
}

function ownEnv(deps: EngineDeps, input: PlanInput): Record<string, string> {
  const api = new URL(deps.apiUrl());
  return {
    CAO_TERMINAL_ID: input.record.id,
    CAO_SESSION_NAME: input.sessionName,
    CAO_TOKEN: input.token,
    CAO_MCP_URL: `${deps.apiUrl()}/mcp`,
    CAO_API_HOST: api.hostname,
    CAO_API_PORT: api.port,
    CAO_SIGNAL_FILE: signalFile(deps, input.record.id),
    CAO_HOME_DIR: deps.paths.home,
  };
}

export function signalFile(deps: EngineDeps, terminalId: string): string {
  return join(deps.paths.signals, `${terminalId}.jsonl`);
}

/** Who may not call `load_skill` is told of no skill. */
async function systemPrompt(deps: EngineDeps, profile: AgentProfile, tools: readonly string[]): Promise<string> {
  const canLoad = tools.includes(UNRESTRICTED) || tools.includes(`@${CAO_MCP_SERVER}`);
  const skills = canLoad ? namedSkills(await deps.skills.list(), profile.skills) : [];
  return [profile.system_prompt, skillCatalogue(skills)].filter((part) => part !== '').join('\n\n');
}
