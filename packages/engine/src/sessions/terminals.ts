import { readlink } from 'node:fs/promises';
import { CaoError, type InputRequest } from '@cao/contracts';
import type { KeyName } from '@cao/provider-sdk';
import type { TerminalRecord } from '@cao/state';
import type { Agent } from '../agent/agent.ts';
import type { House } from '../agent/house.ts';
import { typeTurn } from '../agent/typing.ts';
import type { EngineDeps } from '../deps.ts';
import type { TerminalUseCases } from '../engine.ts';
import type { EventLog } from '../event-log.ts';
import { newId } from '../ids.ts';
import { signalFile } from '../launch/plan.ts';
import { asText, assignPrompt, handoffPrompt, messagePrompt } from '../launch/prompt.ts';
import type { Briefing } from '../memory/briefing.ts';
import type { BeforeHand } from '../requests.ts';
import { waitUntil } from '../wait.ts';
import { captureOf } from './capture.ts';
import type { Remover } from './remover.ts';
import { resumeAgent } from './resume.ts';
import type { Executables } from '../launch/executable.ts';
import type { Launcher } from './launcher.ts';
import type { Sessions } from './sessions.ts';
import { turnView, type Views } from './views.ts';

/** A CLI that was asked to leave and did not is ended after this time. */
const EXIT_GRACE_MS = 5000;
/** Longest time from the end of a turn to the prompt; real CLIs take 3 to 400 ms. */
const PROMPT_BACK_MS = 5000;
const KEY = /^(Enter|Escape|Tab|BTab|Space|Backspace|Up|Down|Left|Right|Home|End|PageUp|PageDown|[CM]-[A-Za-z0-9])$/;
const ONE_CHARACTER = /^\P{C}$/u;
const SCREEN_LINES_EXPLAINED = 15;

export interface TerminalParts {
  readonly events: EventLog;
  readonly house: House;
  readonly briefing: Briefing;
  readonly sessions: Sessions;
  readonly remover: Remover;
  readonly executables: Executables;
  readonly launcher: Launcher;
  readonly views: Views;
  readonly beforeHand: BeforeHand;
}

export function createTerminals(deps: EngineDeps, parts: TerminalParts): TerminalUseCases {
  const { state, backend } = deps;
  const { events, house, sessions, remover, views, beforeHand } = parts;

  function record(id: string): TerminalRecord {
    const found = state.terminals.get(id);
    if (found) return found;
    throw new CaoError('not_found', `Terminal '${id}' not found`, { hint: 'See: cao session list' });
  }

  function agent(id: string): Agent {
    const { exitReason, lifecycle } = record(id);
    const found = house.get(id);
    if (found && lifecycle === 'running') return found;
    throw new CaoError('terminal_gone', `The agent of terminal '${id}' is not running: ${exitReason ?? lifecycle}`);
  }

  function notReady(found: Agent): CaoError {
    const { status, reason } = found.status;
    const hint = found.question
      ? `It asks: ${found.question.text}. Answer it with: cao session answer, or POST /terminals/${found.id}/answer.`
      : `Wait for it to finish before sending, or stop what it does: cao terminal interrupt ${found.id}`;
    return new CaoError('not_ready', `Terminal ${found.id} is currently ${status}. ${reason}`, { hint });
  }

  /** A turn that has just ended is followed by its prompt within milliseconds; nobody should be refused for being that quick. */
  async function promptBack(found: Agent): Promise<void> {
    await waitUntil({
      check: () => !drawsLate(found) || found.disposed || undefined,
      subscribe: (changed) => found.onChange(changed),
      timeoutMs: PROMPT_BACK_MS,
    });
  }

  /** Its turn is over, but the prompt is not back yet, or the question of that turn is still there. */
  function drawsLate({ belief, turns }: Agent): boolean {
    const ended = turns.open() === undefined && turns.last() !== undefined;
    return belief.settling || (belief.phase === 'waiting' && ended);
  }

  async function submit(found: Agent, request: InputRequest) {
    return found.typing.run(async () => {
      await promptBack(found);
      if (!found.ready) throw notReady(found);
      const prompt = promptOf(request, found);
      const brief = await parts.briefing.prepare(found, () => prompt);
      if (!found.ready) throw notReady(found);
      const turn = events.transaction(() => {
        state.terminals.update(found.id, { lastActive: deps.now() });
        return brief({
          origin: request.orchestration_type ?? 'user',
          senderId: request.sender_id ?? 'user',
          text: request.message,
          prompt,
        });
      });
      await typeTurn(found, turn);
      return turnView(state.turns.get(turn.id) ?? turn);
    });
  }

  /** The words that reach the agent, when others had their say. */
  async function said(id: string, request: InputRequest): Promise<string> {
    const { message, sender_id: sender, orchestration_type: type } = request;
    if (!beforeHand.wants('message')) return message;
    const asked = {
      session_name: state.sessions.byId(record(id).sessionId)?.name ?? null,
      sender: sender ?? 'user',
      receiver: id,
      message,
      orchestration_type: type ?? null,
    };
    return (await beforeHand.message(asked)).message;
  }

  async function press(found: Agent, key: string): Promise<void> {
    const step = KEY.test(key)
      ? ({ type: 'key', key: key as KeyName } as const)
      : ({ type: 'text', text: key } as const);
    if (step.type === 'text' && !ONE_CHARACTER.test(key)) {
      throw new CaoError('invalid_input', `'${key}' is no key.`, {
        hint: 'Enter, Escape, Tab, Up, Down, C-c, … or one character.',
      });
    }
    await found.typing.run(() => backend.input(found.id, { key: newId('c', deps.now()), steps: [step] }));
  }

  return {
    create: (sessionName, request) => sessions.addTerminal(sessionName, request),
    get: (id) => views.terminal(record(id)),
    listBySession: (name) => state.terminals.listBySession(sessions.require(name).id).map(views.terminal),
    async explain(id) {
      const explanation = views.explain(record(id));
      const screen = house.get(id) ? await backend.snapshot(id).catch(() => undefined) : undefined;
      const lines = (screen?.lines ?? []).filter((line) => line.trim() !== '');
      return { ...explanation, screen: lines.slice(-SCREEN_LINES_EXPLAINED) };
    },
    screen: async (id) => backend.snapshot(record(id).id),
    capture: (id) => captureOf(agent(id), signalFile(deps, id)),
    input: async (id, request) => submit(agent(id), { ...request, message: await said(agent(id).id, request) }),
    key: async (id, key) => press(agent(id), key),
    async answer(id, answer) {
      const found = agent(id);
      await found.typing.run(async () => {
        // The question on the screen now, not the one of a moment ago.
        await found.screen.fresh();
        const { question, belief } = found;
        if (question === null)
          throw new CaoError('conflict', `Terminal ${id} asks nothing: it is ${found.status.status}.`);
        const steps = found.provider.answer(question, answer);
        if (steps === undefined) {
          const options = question.options.map(({ key, label }) => `${key} (${label})`).join(', ');
          throw new CaoError('invalid_input', `'${answer}' is none of the answers.`, { hint: `Possible: ${options}` });
        }
        const receipt = await backend.input(id, { key: newId('c', deps.now()), steps });
        found.acted('answer', 'the question was answered', receipt, belief);
      });
    },
    async interrupt(id) {
      const found = agent(id);
      // Not behind the typing lock: an interrupt is for the one who hangs.
      await backend.input(id, { key: newId('c', deps.now()), steps: found.provider.interrupt });
    },
    async output(id, mode) {
      const { id: terminalId } = record(id);
      if (mode === 'full') return { output: (await backend.render(terminalId)).join('\n'), mode };
      const turn = state.turns.lastReplied(terminalId);
      if (turn?.reply != null) return { output: turn.reply, mode };
      throw new CaoError('reply_unavailable', `Terminal ${terminalId} has not answered anything yet.`, {
        hint: 'mode=full shows its screen and scrollback.',
      });
    },
    async workingDirectory(id) {
      const { pid } = agent(id).facts;
      if (pid === undefined) return record(id).workingDirectory;
      try {
        return await readlink(`/proc/${pid}/cwd`);
      } catch {
        // Not on this system, or not ours to read: where it was started is the best answer.
        return record(id).workingDirectory;
      }
    },
    async exit(id) {
      const found = agent(id);
      await backend.input(id, { key: newId('c', deps.now()), steps: found.provider.exit }).catch((error: unknown) => {
        // Gone before the last key was pressed.
        if ((error as { code?: unknown }).code !== 'terminal_gone') throw error;
      });
      const gone = await waitUntil({
        check: () => found.belief.phase === 'exited' || found.disposed || undefined,
        subscribe: (changed) => found.onChange(changed),
        timeoutMs: EXIT_GRACE_MS,
      });
      if (gone === undefined) await backend.signal(id, 'SIGTERM');
    },
    async resume(id) {
      await resumeAgent(deps, parts, record(id));
      return views.terminal(record(id));
    },
    async remove(id) {
      const found = record(id);
      await remover.remove(found, 'the terminal was deleted');
      sessions.endIfEmpty(found.sessionId);
    },
    attach: async (id, options) => backend.attach(record(id).id, options),
    async waitReady(id, { timeoutMs, signal }) {
      const found = agent(id);
      const settled = await waitUntil({
        check: () =>
          found.ready || found.question !== null || found.belief.phase === 'exited' || found.disposed || undefined,
        subscribe: (changed) => found.onChange(changed),
        timeoutMs,
        signal,
      });
      if (settled) return views.terminal(record(id));
      throw new CaoError(
        'timeout',
        `Terminal ${id} did not become ready within ${Math.round(timeoutMs / 1000)} s: ${found.status.reason}`,
      );
    },
  };
}

/** A person's words reach the CLI as they are, commands included; another agent's words arrive as text. */
function promptOf(request: InputRequest, agent: Agent): string {
  const { message, sender_id: sender, orchestration_type: type } = request;
  if (type === 'handoff') return handoffPrompt(message, sender ?? null);
  if (type === 'assign') return assignPrompt(message, sender ?? 'user');
  if (type === 'send_message') return messagePrompt(message, sender ?? 'user', sender !== undefined);
  return sender === undefined ? message : asText(message, agent.provider);
}
