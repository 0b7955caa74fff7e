import { isClientError, type CaoClient } from '@cao/client';
import type { AgentProfile, Terminal } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { confirmLaunch, showPlan, warnYolo } from '../launch/confirm.ts';
import { readAgentEnv } from '../launch/env-pairs.ts';
import { resolveProvider } from '../launch/provider.ts';
import { warnIfShadowed } from '../profiles/shadowed.ts';
import { ensureServer } from '../server/start.ts';
import { DEFAULT_TIMEOUT_S } from '../wait-turn.ts';

/** Milliseconds for POST /sessions: finding the CLI and its version on a slow disk; its start-up goes on afterwards. */
const CREATE_MS = 120_000;

export const launch = defineCommand({
  description:
    'Starts a session with one agent, its conductor, and puts your terminal onto it. With --headless it stays in the background.\n' +
    'Starts cao-server when none is running.',
  arguments: [{ name: 'MESSAGE', help: 'first task, sent when the agent is ready', optional: true }],
  options: {
    agents: { type: 'text', value: 'PROFILE', required: true, help: 'profile to launch', complete: 'profile' },
    'session-name': { type: 'text', value: 'NAME', help: 'name of the session; cao- is put in front' },
    headless: { type: 'flag', help: 'do not attach; needed for scripts and agents' },
    provider: {
      type: 'text',
      value: 'NAME',
      help: "agent CLI to use; the profile's, else kiro_cli, unless given",
      complete: 'provider',
    },
    'working-directory': {
      type: 'text',
      value: 'DIR',
      help: 'directory of the agent; here unless given',
      complete: 'directory',
    },
    yolo: { type: 'flag', help: 'all tools, no questions' },
    'auto-approve': { type: 'flag', help: 'start without asking, keep the restrictions' },
    'allowed-tools': { type: 'list', value: 'TOOL', help: "tools instead of the profile's" },
    model: { type: 'text', value: 'MODEL', help: 'model for the agent CLI' },
    memory: { type: 'flag', help: 'also start a memory_manager beside it' },
    env: { type: 'list', value: 'KEY=VALUE', help: 'variable for every agent of the session' },
    async: { type: 'flag', help: 'with a message: do not wait for the answer' },
    timeout: {
      type: 'seconds',
      value: 'N',
      help: `wait at most N seconds for the answer; ${DEFAULT_TIMEOUT_S} unless given`,
    },
  },
  examples: [
    { command: 'cao launch --agents code_supervisor --provider claude_code' },
    {
      note: 'in the background, from a script or an agent',
      command:
        'cao launch --agents code_supervisor --headless --yolo --session-name my-task \\\n  --working-directory \'/path/to/project\' "Build a hello-world script, then have it reviewed"',
    },
    { command: 'cao launch --agents developer --env STAGE=test --allowed-tools fs_read --allowed-tools fs_list' },
  ],
  exits: {
    3: 'the agent asks a question, which is printed',
    4: 'time is up; the agent goes on',
    130: 'Ctrl-C; the agent goes on',
  },
  async run({ args: [message], options }, io) {
    if (message?.trim() === '') throw new UsageError('MESSAGE is empty. Leave it out to launch without a task.');
    const env = readAgentEnv(options.env);
    const { requireTerminal, connectForAttach } = await import('../attach/run-attach.ts');
    if (!options.headless) requireTerminal(io, 'Pass --headless to launch without attaching.');

    const { address } = await ensureServer(io);
    const client = await connectForAttach(io);
    const profile = await findProfile(client, options.agents);
    const provider = await resolveProvider(client, options.provider, profile);
    await warnIfShadowed(client, options.agents, io);
    const workingDirectory = options['working-directory'] ?? io.cwd;
    const tools = options.yolo ? ['*'] : await resolveAllowed(options['allowed-tools'], profile, io);
    const plan = { agent: options.agents, provider, profile, tools, workingDirectory };
    if (options.yolo) warnYolo(plan, io);
    else {
      showPlan(plan, io);
      if (!options['auto-approve']) await confirmLaunch(io);
    }

    const terminal = await client.sessions.create(
      {
        agent_profile: options.agents,
        // Where no directory was typed the server's own default would surprise; on another machine it is all there is.
        ...(address.local || options['working-directory'] !== undefined ? { working_directory: workingDirectory } : {}),
        ...optional('provider', options.provider),
        ...optional('session_name', options['session-name']),
        ...optional('model', options.model),
        ...(options.yolo ? { yolo: true, allowed_tools: ['*'] } : {}),
        ...(!options.yolo && options['allowed-tools'].length > 0
          ? { allowed_tools: [...options['allowed-tools']] }
          : {}),
        ...(options.memory ? { memory_manager: true } : {}),
        ...(Object.keys(env).length > 0 ? { env_vars: env } : {}),
      },
      { timeoutMs: CREATE_MS },
    );
    announce(terminal, io);
    const { startHeadless, startAttached } = await import('../launch/start.ts');
    const start = { terminal, message, wait: !options.async, timeoutS: options.timeout ?? DEFAULT_TIMEOUT_S };
    return options.headless ? startHeadless(client, start, io) : startAttached(client, start, io);
  },
});

function announce(terminal: Terminal, io: Io): void {
  io.out(`Session created: ${terminal.session_name}\nTerminal created: ${terminal.name}\n`);
  if (terminal.tool_restriction !== 'advisory') return;
  io.err(`Note: ${terminal.provider} cannot enforce the list of tools; the agent is only asked to keep to it.\n`);
}

/** Undefined when CAO has none of that name: some agent CLIs know agents of their own, which the server decides. */
async function findProfile(client: CaoClient, name: string): Promise<AgentProfile | undefined> {
  try {
    return await client.profiles.get(name);
  } catch (error) {
    if (isClientError(error) && (error.code === 'profile_not_found' || error.code === 'not_found')) return undefined;
    throw error;
  }
}

async function resolveAllowed(
  typed: readonly string[],
  profile: AgentProfile | undefined,
  io: Io,
): Promise<readonly string[] | undefined> {
  if (typed.length > 0) return typed;
  if (profile === undefined) return undefined;
  const { readProfileSettings, resolveTools } = await import('@cao/profiles');
  return resolveTools(profile, (await readProfileSettings(homeOf(io))).roles);
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}
