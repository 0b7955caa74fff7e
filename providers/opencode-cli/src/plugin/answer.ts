import { record, text, type Loose } from './values.ts';

interface Message {
  readonly id: string;
  /** Texts by part, in the order in which they began: as reported whole, and as streamed. */
  readonly parts: Map<string, { whole: string; streamed: string }>;
}

/** Collects what the model says in one session; the answer is the text of its last message. */
export class Answer {
  #message: Message | undefined;

  /** A message of the model began, or changed; a summary of the conversation is no answer. Returns whether it began. */
  message(info: Loose): boolean {
    const id = text(info['id']);
    if (info['role'] !== 'assistant' || info['summary'] === true || id === undefined) return false;
    if (id === this.#message?.id) return false;
    this.#message = { id, parts: new Map() };
    return true;
  }

  part(value: unknown): void {
    const part = record(value);
    const id = text(part['id']);
    if (id === undefined || part['type'] !== 'text' || part['messageID'] !== this.#message?.id) return;
    const known = this.#message?.parts.get(id);
    this.#message?.parts.set(id, { whole: text(part['text']) ?? '', streamed: known?.streamed ?? '' });
  }

  delta(properties: Loose): void {
    if (properties['messageID'] !== this.#message?.id || properties['field'] !== 'text') return;
    const part = this.#message?.parts.get(text(properties['partID']) ?? '');
    if (part !== undefined) part.streamed += text(properties['delta']) ?? '';
  }

  text(): string {
    return [...(this.#message?.parts.values() ?? [])].map(exact).join('');
  }

  clear(): void {
    this.#message = undefined;
  }
}

/** OpenCode trims the end of a text once it is whole; what was streamed still has it, unless a plugin put another text in its place. */
function exact({ whole, streamed }: { whole: string; streamed: string }): string {
  return streamed.trimEnd() === whole.trimEnd() ? streamed : whole;
}
