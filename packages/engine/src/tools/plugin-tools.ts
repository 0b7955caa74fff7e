import { CaoError, UNRESTRICTED, type OfferedTool, type PluginOffers } from '@cao/contracts';
import type { CallRecord, State } from '@cao/state';
import { PROGRESS_MS } from './progress.ts';
import type { OtherTools, Tool } from './tool-host.ts';

export interface PluginToolsDeps {
  readonly state: State;
  readonly offers: Pick<PluginOffers, 'tools' | 'call'>;
  readonly now: () => number;
}

/** The tools that plugins bring, as agents may call them. */
export function createPluginTools({ state, offers, now }: PluginToolsDeps): OtherTools {
  async function listFor(terminalId: string): Promise<readonly OfferedTool[]> {
    const words = state.terminals.get(terminalId)?.allowedTools;
    if (words === undefined) return [];
    return (await offers.tools()).filter((tool) => mayCall(tool, words));
  }

  async function permitted({ terminalId, tool }: CallRecord): Promise<OfferedTool> {
    const found = (await listFor(terminalId)).find(({ name }) => name === tool);
    if (found !== undefined) return found;
    throw new CaoError('not_found', `There is no tool '${tool}' any more, or not for you.`);
  }

  async function call(record: CallRecord, progress: (text: string) => void) {
    await permitted(record);
    const { id: callId, terminalId, tool, args, createdAt } = record;
    const terminal = state.terminals.get(terminalId);
    const session = terminal && state.sessions.byId(terminal.sessionId);
    const tick = setInterval(() => progress(`${tool}: ${Math.round((now() - createdAt) / 1000)} s`), PROGRESS_MS);
    try {
      const sessionName = session?.name ?? null;
      return await offers.call({ tool, callId, terminalId, sessionName, arguments: args, progress });
    } finally {
      clearInterval(tick);
    }
  }

  const tool: Tool = {
    run: call,
    async again(record, progress) {
      if ((await permitted(record)).readOnly) return call(record, progress);
      throw new CaoError(
        'cancelled',
        `The server was restarted while ${record.tool} ran: it may have been done, or not.`,
        {
          hint: 'Look before you call it again.',
        },
      );
    },
  };

  return { listFor, tool: () => tool };
}

/**
 * Whoever may run commands can do more than any tool. Others get what only reads, and what their list names by its plugin. The
 * list says whether the agent has tools of CAO at all.
 */
function mayCall({ readOnly, plugin }: OfferedTool, words: readonly string[]): boolean {
  return readOnly || words.some((word) => word === UNRESTRICTED || word === 'execute_bash' || word === `@${plugin}`);
}
