import type { ReplySource } from '@cao/contracts';
import type { Reported } from '@cao/provider-sdk';
import type { TurnRecord } from '@cao/state';
import type { Belief } from '../evidence/belief.ts';
import { messageOf } from '../errors.ts';
import type { Agent } from './agent.ts';
import type { TurnEnd } from './turn-book.ts';
import { isCommand } from './is-command.ts';

/** After the prompt is back: a turn-end signal that is still on its way (3 to 90 ms were measured) knows more than the screen. */
const SIGNAL_GRACE_MS = 300;
/** After a turn-end signal without the answer: a transcript is written at about the same time. */
const REPLY_GRACE_MS = 700;

/** A prompt may be drawn before the answer above it; only a screen that stays without one means that there is none. */
const LOOK_AGAIN_MS = 400;
const LOOKS = 3;

const ENDS: ReadonlySet<Reported['type']> = new Set(['turn_completed', 'turn_failed', 'turn_interrupted']);

/** Moves the open turn along: what the CLI reports first, what the belief implies second. */
export interface TurnCloser {
  /** The CLI itself tells what it does. */
  readonly signalled: boolean;
  report(event: Reported, replySource: ReplySource): void;
  believed(before: Belief, after: Belief): void;
  /** After a restart: a turn may be open at a prompt that was back before the server died. */
  resume(): void;
  dispose(): void;
}

export function createTurnCloser(agent: Agent): TurnCloser {
  const { turns } = agent;
  let timer: NodeJS.Timeout | undefined;
  let signalsHeard = false;
  /** The last turn was closed without its end signal; that signal may still come and is not the next turn's. */
  let owed = false;
  /** This turn was reported complete; only its answer is still looked for. */
  let completing: string | undefined;

  function later(ms: number, turnId: string, work: (turnId: string) => Promise<void>): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      work(turnId).catch((error: unknown) => {
        agent.log.warn('a turn could not be closed', { terminal: agent.id, turn: turnId, error: messageOf(error) });
      });
    }, ms);
    timer.unref();
  }

  function end(outcome: TurnEnd): void {
    clearTimeout(timer);
    turns.accept({});
    turns.end(outcome);
  }

  function stillOpen(turnId: string): boolean {
    return !agent.disposed && turns.open()?.id === turnId;
  }

  async function screenReply(prompt: string): Promise<string | undefined> {
    return agent.provider.readReply(await agent.backend.render(agent.id), prompt);
  }

  /** The CLI said that the turn is complete; what the answer is may stand in another file, and so may that it failed. */
  async function closeWithWrittenReply(turnId: string): Promise<void> {
    if (!(await closedByFile(turnId))) later(REPLY_GRACE_MS, turnId, closeWithAnyReply);
  }

  async function closeWithAnyReply(turnId: string): Promise<void> {
    if (!(await closedByFile(turnId))) await closeWithScreenReply(turnId);
  }

  /** True when nothing is left to do. */
  async function closedByFile(turnId: string): Promise<boolean> {
    await agent.sources?.drained();
    if (!stillOpen(turnId)) return true;
    const written = agent.sources?.takeReply();
    if (written !== undefined) agent.endTurn({ state: 'completed', reply: written, replySource: 'transcript' });
    return written !== undefined;
  }

  /** Nobody said what the answer is. */
  async function closeWithScreenReply(turnId: string): Promise<void> {
    const turn = turns.open();
    if (turn === undefined || !stillOpen(turnId)) return;
    const reply = await screenReply(turn.prompt);
    if (stillOpen(turnId)) agent.endTurn({ state: 'completed', reply, replySource: 'screen' });
  }

  /** The prompt is back and no signal said how the turn ended. */
  async function closeByScreen(turnId: string, looks = 1): Promise<void> {
    await agent.sources?.drained();
    await agent.screen.fresh();
    const turn = turns.open();
    if (turn === undefined || !stillOpen(turnId) || agent.belief.phase !== 'ready') return;
    const outcome = agent.reading?.outcome;
    if (outcome?.type === 'failed')
      return closed({ state: 'failed', error: outcome.error ?? 'the agent shows an error' });
    if (outcome?.type === 'interrupted') return closed({ state: 'interrupted', error: 'interrupted' });
    const written = agent.sources?.takeReply();
    if (written !== undefined) return closed({ state: 'completed', reply: written, replySource: 'transcript' });
    const reply = await screenReply(turn.prompt);
    if (!stillOpen(turnId)) return;
    // Where the CLI reports, a report that is late is worth more than a screen that is early.
    const patient = signalsHeard && looks < LOOKS;
    if (reply !== undefined && !patient) return closed({ state: 'completed', reply, replySource: 'screen' });
    if (isCommand(turn.prompt, agent.provider.capabilities)) return closeCommand(turn);
    if (outcome?.type === 'completed' && !patient) return closed({ state: 'completed' });
    if (looks < LOOKS) return later(LOOK_AGAIN_MS, turnId, (id) => closeByScreen(id, looks + 1));
    closed({ state: 'interrupted', error: 'the agent went back to its prompt without an answer' });
  }

  async function closeCommand({ id, prompt }: TurnRecord): Promise<void> {
    const printed = agent.printed.since(await agent.backend.render(agent.id), prompt);
    if (!stillOpen(id)) return;
    closed({ state: 'completed', ...(printed === undefined ? {} : { reply: printed, replySource: 'screen' }) });
  }

  /** The prompt stays, and nobody saw the input taken: a short turn may be over already. */
  async function lookWhetherOver(): Promise<void> {
    if (agent.overlooked()) agent.screen.look();
  }

  /** Two sources may tell the same end, the second when the next input was typed already. A turn that nobody typed began before we heard of it. */
  function isOfEarlierTurn(event: Reported): boolean {
    const turn = turns.open();
    if (event.at === undefined || turn === undefined || turn.origin === 'terminal') return false;
    return ENDS.has(event.type) && event.at < turn.submittedAt;
  }

  function closed(outcome: TurnEnd): void {
    owed = signalsHeard;
    agent.endTurn(outcome);
  }

  function completed(reply: string | undefined, replySource: ReplySource): void {
    const turn = turns.open();
    if (turn === undefined) return;
    if (turn.state === 'submitted' && owed) {
      owed = false;
      return;
    }
    if (reply !== undefined) end({ state: 'completed', reply, replySource });
    else {
      completing = turn.id;
      later(0, turn.id, closeWithWrittenReply);
    }
  }

  function started(event: Extract<Reported, { type: 'turn_started' }>): void {
    owed = false;
    if (turns.open() === undefined) {
      const text = event.prompt ?? '';
      turns.begin({ origin: 'terminal', senderId: 'terminal', text, prompt: text });
    }
    turns.accept({ nativeId: event.nativeId });
  }

  return {
    get signalled() {
      return signalsHeard;
    },
    report(event, replySource) {
      signalsHeard = true;
      if (isOfEarlierTurn(event)) return;
      switch (event.type) {
        case 'turn_started':
          return started(event);
        case 'working':
          return turns.accept({});
        case 'needs_input':
          return turns.ask(event.question ?? null);
        case 'turn_completed':
          return completed(event.reply, replySource);
        case 'turn_failed':
          return end({ state: 'failed', error: event.error });
        case 'turn_interrupted':
          return end({ state: 'interrupted', error: 'interrupted' });
        default:
          return;
      }
    },
    believed(before, after) {
      const turn = turns.open();
      if (turn === undefined) return;
      if (after.phase === 'waiting') return turns.ask(after.question);
      if (after.phase === 'busy') {
        const decided = after.decidedBy.source !== 'own' && after.decidedBy.at >= turn.submittedAt;
        // Where the CLI reports, work that is still shown may be that of the turn before.
        if (turn.state === 'submitted' && (decided || (after.shown && !signalsHeard))) turns.accept({});
        return turns.resume();
      }
      const back = after.phase === 'ready' && before.phase !== 'ready';
      if (!back || completing === turn.id) return;
      if (turn.state === 'submitted') later(0, turn.id, lookWhetherOver);
      else later(signalsHeard ? SIGNAL_GRACE_MS : 0, turn.id, closeByScreen);
    },
    resume() {
      const turn = turns.open();
      if (turn && turn.state !== 'submitted' && agent.belief.phase === 'ready')
        later(SIGNAL_GRACE_MS, turn.id, closeByScreen);
    },
    dispose: () => clearTimeout(timer),
  };
}
