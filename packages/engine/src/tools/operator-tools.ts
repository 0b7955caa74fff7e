import { z } from 'zod';
import { InstallProfileRequest, OPERATOR, OutputMode } from '@cao/contracts';
import type { House } from '../agent/house.ts';
import type { EngineDeps } from '../deps.ts';
import type { ProfileUseCases, ProviderUseCases, TerminalUseCases } from '../engine.ts';
import type { EventLog } from '../event-log.ts';
import type { Mailbox } from '../mailbox.ts';
import type { BeforeHand } from '../requests.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Views } from '../sessions/views.ts';
import { createLaunchTool } from './operator-launch.ts';
import { createTargets, Target, terminalFacts } from './operator-target.ts';
import { createWaitTool } from './operator-wait.ts';
import { tail } from './tail.ts';
import type { Tool, ToolTable } from './tool-host.ts';

export interface OperatorParts {
  readonly sessions: Sessions;
  readonly terminals: TerminalUseCases;
  readonly mailbox: Mailbox;
  readonly views: Views;
  readonly events: EventLog;
  readonly house: House;
  readonly profiles: ProfileUseCases;
  readonly providers: ProviderUseCases;
  readonly beforeHand: BeforeHand;
}

const Named = z.object({ name: z.string() });
const InSession = z.object({ session_name: z.string() });
const Send = Target.extend({ message: z.string() });
const Read = Target.extend({ mode: OutputMode.default('last'), max_chars: z.number().default(20_000) });
const Answer = z.object({ terminal_id: z.string(), answer: z.string() });

/** The tools of somebody outside every session. Their descriptions and bounds are the MCP package's; here is what they do. */
export function createOperatorTools(deps: EngineDeps, parts: OperatorParts): ToolTable {
  const { state } = deps;
  const { sessions, terminals, mailbox, views, profiles, providers } = parts;
  const targets = createTargets(state, sessions);

  /** Looks, and needs no memory of having looked. */
  const look = (run: NonNullable<Tool['run']>): Tool => ({ fresh: true, run });

  return {
    list_profiles: look(async () => ({ success: true, profiles: await profiles.list() })),
    get_profile_details: look(async ({ args }) => ({
      success: true,
      ...withoutNulls(await profiles.get(Named.parse(args).name)),
    })),
    install_profile: { run: async ({ args }) => profiles.install(InstallProfileRequest.parse(args)) },
    list_providers: look(async () => ({
      success: true,
      providers: (await providers.list()).map(({ name, title, installed }) => ({ name, title, installed })),
    })),
    launch_session: createLaunchTool(deps, { ...parts, startedAt: deps.now() }),
    send_session_message: {
      says(call) {
        const { message, ...target } = Send.parse(call.args);
        return { senderId: OPERATOR, receiverId: targets.terminal(target).id, message };
      },
      begin(call) {
        const { message, ...target } = Send.parse(call.args);
        const receiverId = targets.terminal(target).id;
        const sent = mailbox.send({ senderId: OPERATOR, receiverId, message });
        return {
          result: {
            success: true,
            message: 'The message is in the inbox; it arrives as soon as the agent is free.',
            terminal_id: receiverId,
            message_id: sent.id,
          },
        };
      },
    },
    wait_for_session: createWaitTool(deps, { ...parts, targets }),
    list_sessions: look(async () => ({ success: true, sessions: sessions.list().map(withConductor) })),
    get_session_info: look(async ({ args }) => {
      const { session, terminals, waits } = sessions.get(targets.session(InSession.parse(args).session_name).name);
      return { success: true, session, terminals: terminals.map(terminalFacts), waits };
    }),
    read_session_output: look(async ({ args }) => {
      const { mode, max_chars, ...target } = Read.parse(args);
      const { id } = targets.terminal(target);
      const { output } = await terminals.output(id, mode);
      return { success: true, terminal_id: id, mode, ...tail(output, max_chars) };
    }),
    answer_user_prompt: {
      async run({ args }) {
        const { terminal_id, answer } = Answer.parse(args);
        await terminals.answer(terminal_id, answer);
        return { success: true, message: 'Answered. The agent goes on; wait_for_session waits for it.', terminal_id };
      },
    },
    shutdown_session: {
      async run({ args }) {
        const { name } = targets.session(InSession.parse(args).session_name);
        const done = await sessions.remove(name);
        return {
          ...done,
          message: done.success ? `Session ${name} was ended.` : `Session ${name} was not ended completely.`,
        };
      },
    },
  };

  function withConductor(session: ReturnType<Sessions['list']>[number]) {
    const record = targets.conductor(session.name);
    if (record === undefined) return { ...session, conductor: null };
    const { id, agent_profile, provider, status, question } = views.terminal(record);
    return { ...session, conductor: { terminal_id: id, agent_profile, provider, status, question } };
  }
}

function withoutNulls(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined));
}
