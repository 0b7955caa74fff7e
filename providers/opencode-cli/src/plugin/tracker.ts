import { Answer } from './answer.ts';
import type { PluginSignal } from './signal.ts';
import { record, text, type Loose } from './values.ts';

interface Session {
  readonly id: string;
  busy: boolean;
  /** A prompt that was given to the session, until it is known whether the session is a sub-agent's. */
  prompt: { readonly message: string; readonly text: string } | undefined;
  /** The prompt of the running turn. */
  message: string | undefined;
  /** A message of the running turn came to its end. Without one, an idle belongs to the turn before. */
  answered: boolean;
  /** How often it was asked since an idle that may belong to the turn before; undefined when there was none. */
  quiet: number | undefined;
  end: { readonly type: 'failed'; readonly error: string } | { readonly type: 'interrupted' } | undefined;
  readonly answer: Answer;
}

/** Turns what OpenCode tells its plugins into turns. Sub-agents have sessions of their own; they only count where they ask. */
export class Tracker {
  #sessions = new Map<string, Session>();
  #children = new Set<string>();
  /** Questions that nobody has answered yet. */
  #open = new Set<string>();

  /** The hook `chat.message`: a session got a prompt. */
  prompt(output: unknown): readonly PluginSignal[] {
    const message = record(record(output)['message']);
    const session = this.#session(message['sessionID']);
    const id = text(message['id']);
    if (session === undefined || id === undefined) return [];
    const parts = record(output)['parts'];
    const texts = (Array.isArray(parts) ? parts : [])
      .map(record)
      .filter((part) => part['type'] === 'text' && part['synthetic'] !== true);
    session.prompt = { message: id, text: texts.map((part) => text(part['text']) ?? '').join('\n') };
    return [];
  }

  /** The hook `event`. */
  event(event: unknown): readonly PluginSignal[] {
    const type = text(record(event)['type']) ?? '';
    const properties = record(record(event)['properties']);
    const info = record(properties['info']);
    if (type === 'session.created' || type === 'session.updated') return this.#kin(info);
    if (type.startsWith('permission.') || type.startsWith('question.')) return this.#asking(type, properties);
    const part = record(properties['part']);
    const session = this.#session(properties['sessionID'] ?? info['sessionID'] ?? part['sessionID']);
    if (session === undefined) return [];
    switch (type) {
      case 'message.updated':
        message(session, info);
        return [];
      case 'message.part.updated':
        session.answer.part(part);
        return [];
      case 'message.part.delta':
        session.answer.delta(properties);
        return [];
      case 'session.status':
        return this.#status(session, record(properties['status']));
      case 'session.error':
        return this.#failed(session, record(properties['error']));
      case 'session.idle':
        return this.#idle(session);
      default:
        return [];
    }
  }

  /** Called now and then: ends turns whose end could not be told from that of the turn before. */
  tick(): readonly PluginSignal[] {
    return [...this.#sessions.values()].flatMap((session) => {
      if (session.quiet === undefined) return [];
      session.quiet += 1;
      return session.quiet > 1 ? this.#ended(session) : [];
    });
  }

  /** The session that works and waits for nobody. */
  working(): string | undefined {
    if (this.#open.size > 0) return undefined;
    return [...this.#sessions.values()].find(({ busy }) => busy)?.id;
  }

  #session(id: unknown): Session | undefined {
    if (typeof id !== 'string' || this.#children.has(id)) return undefined;
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const made: Session = {
      id,
      busy: false,
      prompt: undefined,
      message: undefined,
      answered: false,
      quiet: undefined,
      end: undefined,
      answer: new Answer(),
    };
    this.#sessions.set(id, made);
    return made;
  }

  #kin(info: Loose): readonly PluginSignal[] {
    const id = text(info['id']);
    if (id === undefined || typeof info['parentID'] !== 'string') return [];
    this.#children.add(id);
    this.#sessions.delete(id);
    return [];
  }

  #asking(type: string, properties: Loose): readonly PluginSignal[] {
    const session = text(properties['sessionID']);
    if (session === undefined) return [];
    if (type === 'permission.asked' || type === 'question.asked') {
      this.#open.add(text(properties['id']) ?? '');
      return [{ opencode: 'asks', session }];
    }
    this.#open.delete(text(properties['requestID']) ?? text(properties['permissionID']) ?? '');
    if (properties['reply'] === 'reject' || properties['response'] === 'reject' || type === 'question.rejected') {
      const refused = this.#session(session);
      if (refused !== undefined) refused.end = { type: 'interrupted' };
    }
    return type.endsWith('replied') || type.endsWith('rejected') ? [{ opencode: 'answered', session }] : [];
  }

  #status(session: Session, status: Loose): readonly PluginSignal[] {
    if (status['type'] === 'idle') return this.#idle(session);
    if (status['type'] === 'retry') {
      const detail = `waits before it tries again: ${text(status['message']) ?? 'no reason given'}`;
      return [...this.#started(session), { opencode: 'working', session: session.id, detail }];
    }
    return status['type'] === 'busy' ? this.#started(session) : [];
  }

  #started(session: Session): readonly PluginSignal[] {
    const { prompt, busy, id } = session;
    session.prompt = undefined;
    session.busy = true;
    session.quiet = undefined;
    if (prompt === undefined) return busy ? [] : [{ opencode: 'working', session: id }];
    session.message = prompt.message;
    session.answered = false;
    session.end = undefined;
    if (!busy) session.answer.clear();
    return [{ opencode: 'turn_started', session: id, message: prompt.message, prompt: prompt.text }];
  }

  /** An error in a session that never became busy, such as an unknown model, has no idle behind it. */
  #failed(session: Session, error: Loose): readonly PluginSignal[] {
    const name = text(error['name']) ?? 'UnknownError';
    const message = text(record(error['data'])['message']) ?? text(error['message']) ?? name;
    const { busy } = session;
    const started = busy ? [] : this.#started(session);
    session.end = name === 'MessageAbortedError' ? { type: 'interrupted' } : { type: 'failed', error: message };
    return busy ? [] : [...started, ...this.#idle(session)];
  }

  #idle(session: Session): readonly PluginSignal[] {
    const { busy, end, answered, message } = session;
    if (!busy) return [];
    if (end !== undefined || answered || message === undefined) return this.#ended(session);
    session.quiet ??= 0;
    return [];
  }

  #ended(session: Session): readonly PluginSignal[] {
    const { id, end } = session;
    const base = { session: id, ...(session.message === undefined ? {} : { message: session.message }) };
    const reply = session.answer.text();
    session.busy = false;
    session.quiet = undefined;
    session.end = undefined;
    session.message = undefined;
    session.answer.clear();
    // A turn that has ended asks no more, whatever became of its questions.
    this.#open.clear();
    if (end?.type === 'failed') return [{ opencode: 'turn_failed', ...base, error: end.error }];
    if (end?.type === 'interrupted') return [{ opencode: 'turn_interrupted', ...base }];
    return [{ opencode: 'turn_completed', ...base, reply }];
  }
}

/** Ids ascend: what is older than the prompt belongs to a turn that is over, and may be told late. */
function message(session: Session, info: Loose): void {
  const id = text(info['id']) ?? '';
  if (info['role'] !== 'assistant' || (session.message !== undefined && id < session.message)) return;
  session.quiet = undefined;
  // The model goes on in spite of an error or a refusal.
  if (session.answer.message(info)) session.end = undefined;
  if (record(info['time'])['completed'] !== undefined) session.answered = true;
}
