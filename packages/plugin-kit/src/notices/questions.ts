import { setTimeout as delay } from 'node:timers/promises';
import type { Question } from '@cao/contracts';
import type { PluginEvent } from '@cao/plugin-sdk';
import { about, type Notice } from './notice.ts';
import type { Reading, SeenTerminal } from './reading.ts';

/** A hook tells that something is asked before the screen shows what; it does so within a frame or two. */
const SETTLE_MS = 1000;

interface Told {
  readonly eventId: number;
  readonly question: string;
}

/**
 * Each question once. A question within a turn is two events, the turn's and the terminal's; one outside of any turn, such as a
 * dialog at the start, is the terminal's alone.
 */
export function createQuestions() {
  const told = new Map<string, Told>();

  async function asked(
    event: PluginEvent<'needs_input' | 'terminal_status'>,
    reading: Reading,
  ): Promise<{ terminal: SeenTerminal; question: Question | null } | undefined> {
    const terminal = event.terminal_id === null ? undefined : await reading.terminal(event.terminal_id);
    if (terminal === undefined) return undefined;
    if (event.type === 'terminal_status') {
      // Somebody has answered meanwhile.
      if (terminal.status !== 'waiting_user_answer') return undefined;
      return { terminal, question: terminal.question ?? event.data.question };
    }
    const turn = await reading.turn(event.data.turn_id);
    if (turn !== undefined && turn.state !== 'needs_input') return undefined;
    return { terminal, question: turn?.question ?? event.data.question ?? terminal.question };
  }

  return {
    async of(
      event: PluginEvent<'needs_input' | 'terminal_status'>,
      reading: Reading,
      signal: AbortSignal,
    ): Promise<Notice | undefined> {
      if (event.terminal_id === null) return undefined;
      if (event.type === 'terminal_status' && event.data.status !== 'waiting_user_answer') {
        told.delete(event.terminal_id);
        return undefined;
      }
      let now = await asked(event, reading);
      if (now?.question === null) {
        await delay(SETTLE_MS, undefined, { signal });
        now = await asked(event, reading);
      }
      if (now === undefined) return undefined;
      const { terminal, question } = now;
      const words = JSON.stringify([question?.text, question?.options.map(({ label }) => label)]);
      const before = told.get(terminal.id);
      // The same event again is one that could not be sent.
      if (before?.question === words && before.eventId !== event.id) return undefined;
      told.set(terminal.id, { eventId: event.id, question: words });
      return about(event, terminal, {
        kind: 'needs_you',
        text: question?.text ?? 'It waits for an answer; its screen shows for what.',
        options: question?.options.map(({ key, label }) => ({ key, label })) ?? [],
        command: commandFor(event.session_name, terminal, question),
        ...(event.type === 'needs_input' && { turnId: event.data.turn_id }),
      });
    },
  };
}

function commandFor(session: string | null, terminal: SeenTerminal, question: Question | null): string {
  if (question === null || session === null) return `cao attach ${terminal.id}`;
  const answer = question.options[0]?.key ?? "'your answer'";
  const whom = terminal.role === 'conductor' ? '' : ` --terminal ${terminal.id}`;
  return `cao session answer ${session} ${/^[A-Za-z0-9']/.test(answer) ? answer : `'${answer}'`}${whom}`;
}
