import type { WireCall } from './tools.ts';

/** One answer in the words of a wire format. Calls come in the order in which a model would produce the parts. */
export interface AnswerWriter {
  /** Sends the head of the answer. Everything else comes after it. */
  start(): void;
  think(text: string): void;
  /** A piece of text; consecutive pieces belong together. */
  text(piece: string): void;
  call(call: WireCall, id: string): void;
  /** Breaks off with an error of the API inside the stream. */
  error(status: number, message: string): void;
  /** Ends the answer and returns all of it as one object, for requests that do not stream. */
  end(): unknown;
}

/** Sends one server-sent event, of no type where the API has none. Text goes out as it stands, anything else as JSON. */
export type Emit = (event: string | undefined, data: unknown) => void;

export interface WriterOptions {
  readonly emit: Emit;
  /** Unique per answer; ids inside it derive from it. */
  readonly id: string;
  readonly model: string;
  readonly inputTokens: number;
  /** The stream is to end with what it cost; for APIs where that is a wish of the client. */
  readonly streamUsage: boolean;
}

/** Roughly what a tokenizer would say; only the order of magnitude matters to a client. */
export function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}
