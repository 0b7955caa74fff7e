import type { AgentFacts, Reported } from '@cao/provider-sdk';

/** What the title says about the agent. `undefined`: nothing that we can rely on. */
export interface TitleReading {
  readonly state: 'starting' | 'ready' | 'busy' | 'waiting' | undefined;
  readonly threadId?: string;
}

const BUSY_WORDS = new Set(['Working', 'Thinking', 'Waiting', 'Undoing']);
const SPINNER = /[\u2801-\u28FF]/;
const UUID = /(?:^|[ |])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Reads `Ready | <thread>`, `Working ⠧ <thread>`, `[ ! ] Action Required | <thread>`. The first word is there because the launch
 * asks for it; a title without it may still show the spinner, and a title without either says nothing: animations may be off.
 */
export function parseTitle(title: string): TitleReading {
  const threadId = UUID.exec(title)?.[1];
  const thread = threadId === undefined ? {} : { threadId };
  if (/^\[ [!.] \] Action Required\b/.test(title)) return { state: 'waiting', ...thread };
  const word = /^([A-Z][a-z]+)(?= \||$| [\u2800-\u28FF])/.exec(title)?.[1];
  if (word === 'Ready') return { state: 'ready', ...thread };
  if (word === 'Starting') return { state: 'starting', ...thread };
  if (word !== undefined && BUSY_WORDS.has(word)) return { state: 'busy', ...thread };
  if (SPINNER.test(title.slice(0, 2))) return { state: 'busy', ...thread };
  return { state: undefined, ...thread };
}

/**
 * An unnamed thread shows its id. It is told once work has begun: only then does the conversation exist on disk, and an id that
 * cannot be resumed is worse than none.
 */
export function readTitle(title: string, facts: AgentFacts): readonly Reported[] {
  const { state, threadId } = parseTitle(title);
  if (state === undefined || state === 'starting') return [];
  const events: Reported[] = [];
  const isNews = threadId !== undefined && threadId !== facts.conversationId;
  if (isNews && state !== 'ready') events.push({ type: 'session', conversationId: threadId, rule: 'title' });
  events.push({ type: 'state', state, rule: 'title', detail: `the title says ${WORDS[state]}` });
  return events;
}

const WORDS = { ready: 'ready', busy: 'working', waiting: 'action required' } as const;
