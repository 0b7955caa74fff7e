import type { InputStep } from '@cao/provider-sdk';
import type { TurnRecord } from '@cao/state';
import { messageOf } from '../errors.ts';
import type { Agent } from './agent.ts';
import { isCommand } from './is-command.ts';

/** When to look whether the agent took the input; hooks report it within 25 to 215 ms. */
const CHECK_MS = 1500;
/** Nothing took the text in this time and the prompt is empty: it was swallowed. */
const SWALLOWED_MS = 8000;
/** The agent shows neither work nor an empty prompt: give up on this input. */
const GIVE_UP_MS = 60_000;
/** Some CLIs stand still over a prompt of tens of kilobytes before they show or report anything of it: so long for a character, at most. */
const DIGEST_MS_PER_CHARACTER = 2;
const DIGEST_MAX_MS = 60_000;
const MAX_ENTERS = 3;
const MAX_ATTEMPTS = 2;

/**
 * Types the open turn and sees to it that the agent takes it. The key of the typing names turn and attempt, so a server that was
 * killed in between does the same again and the terminal host types it once.
 */
export async function typeTurn(agent: Agent, turn: TurnRecord): Promise<void> {
  agent.echo.reset();
  const before = await leftover(agent);
  if (isCommand(turn.prompt, agent.provider.capabilities))
    agent.printed.before(await agent.backend.render(agent.id).catch(() => undefined));
  agent.echo.expect(turn.prompt);
  agent.acted('input', 'input was typed');
  try {
    await agent.backend.input(agent.id, {
      key: `${turn.id}:${turn.attempts}`,
      steps: [...before, ...agent.provider.submit(turn.prompt)],
    });
  } catch (error) {
    agent.log.warn('input could not be typed', { terminal: agent.id, turn: turn.id, error: messageOf(error) });
    if (agent.turns.open()?.id === turn.id) agent.endTurn({ state: 'lost', error: messageOf(error) });
    return;
  }
  watchAcceptance(agent, turn, agent.now());
}

/** What lies in the input box would be sent along: an interrupted prompt that came back, a line nobody finished. */
async function leftover(agent: Agent): Promise<readonly InputStep[]> {
  const { clear } = agent.provider;
  if (clear === undefined) return [];
  await agent.screen.fresh().catch(() => undefined);
  const { composer } = agent.reading ?? {};
  return composer === undefined || composer === '' ? [] : clear;
}

/** What a long prompt gets on top of the times in which it must show. Milliseconds. */
export function digestMs(prompt: string): number {
  return Math.min(prompt.length * DIGEST_MS_PER_CHARACTER, DIGEST_MAX_MS);
}

function watchAcceptance(agent: Agent, { id: turnId, prompt }: TurnRecord, typedAt: number): void {
  let enters = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = agent.onChange(() => {
    if (!pending()) finish();
  });

  function pending(): boolean {
    const open = agent.turns.open();
    return !agent.disposed && open?.id === turnId && open.state === 'submitted';
  }

  function finish(): void {
    clearTimeout(timer);
    stop();
  }

  function schedule(): void {
    timer = setTimeout(() => void check(), CHECK_MS);
    timer.unref();
  }

  async function check(): Promise<void> {
    try {
      await agent.screen.fresh();
    } catch (error) {
      agent.log.debug('no screen to check an input on', { terminal: agent.id, error: messageOf(error) });
    }
    if (!pending()) return finish();
    await act();
    if (pending()) schedule();
    else finish();
  }

  async function act(): Promise<void> {
    const reading = agent.reading;
    const waited = agent.now() - typedAt - digestMs(prompt);
    if (
      reading?.state === 'ready' &&
      reading.composer !== undefined &&
      reading.composer !== '' &&
      enters < MAX_ENTERS
    ) {
      enters += 1;
      await agent.backend.input(agent.id, { key: `${turnId}:enter:${enters}`, steps: agent.provider.resubmit });
      return;
    }
    if (reading?.state === 'ready' && reading.composer === '' && isCommand(prompt, agent.provider.capabilities)) {
      // Most commands open no turn, and a command that is typed twice is run twice.
      return agent.taken('command', 'a command was typed and the prompt is empty again');
    }
    if (reading?.state === 'ready' && reading.composer === '' && waited >= SWALLOWED_MS) {
      if (agent.overlooked()) return agent.screen.look();
      return typeAgain();
    }
    if (waited >= GIVE_UP_MS && reading?.state !== 'waiting') {
      agent.endTurn({ state: 'lost', error: 'the agent did not take the input' });
    }
  }

  async function typeAgain(): Promise<void> {
    const turn = agent.turns.open();
    if (turn === undefined) return;
    if (turn.attempts + 1 >= MAX_ATTEMPTS)
      return agent.endTurn({ state: 'lost', error: 'the agent swallowed the input' });
    const next = agent.turns.typedAgain();
    finish();
    if (next) await typeTurn(agent, next);
  }

  if (pending()) schedule();
  else finish();
}
