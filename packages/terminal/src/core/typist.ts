import type { InputBatch, InputReceipt, InputStep } from '../input.ts';
import { TerminalError } from '../errors.ts';
import { isKeyName, keyBytes } from './keys.ts';
import { harmlessText, pasteBytes } from './paste.ts';

/** Receipts kept per terminal; a repeat comes within minutes, not after hundreds of other batches. */
export const RECEIPTS_KEPT = 512;

/** A lone ESC right before other bytes reads as Alt with a key; programs decide after 10 to 50 ms of silence. */
const ESCAPE_GAP_MS = 60;

/** Nobody waits longer for a screen, and far longer timers would fire at once. */
const MAX_WAIT_MS = 3_600_000;

/** What the typist needs of the terminal it types into. */
export interface Desk {
  /** False when the terminal ended before all of it was taken. */
  readonly write: (bytes: Uint8Array) => Promise<boolean>;
  /** Waits for everything printed so far to be drawn; then the modes are the program's. */
  readonly drawn: () => Promise<{ readonly bracketedPaste: boolean; readonly applicationCursor: boolean }>;
  readonly quiet: (quietMs: number, maxMs: number) => Promise<void>;
  readonly revision: () => number;
  /** Why nothing can be typed any more. */
  readonly gone: () => TerminalError | undefined;
  readonly now: () => number;
  /** Others may type between two batches. */
  readonly onFree: () => void;
}

/** Types batches into one terminal: alone, in order, each key once. */
export class Typist {
  readonly #desk: Desk;
  readonly #receipts = new Map<string, Promise<InputReceipt>>();
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** A batch is being typed or waits to be. */
  get busy(): boolean {
    return this.#open > 0;
  }

  async type(batch: InputBatch): Promise<InputReceipt> {
    checkBatch(batch);
    const before = this.#receipts.get(batch.key);
    if (before) return { ...(await before), typed: false };
    const gone = this.#desk.gone();
    if (gone) throw gone;
    this.#open += 1;
    const receipt = this.#last.then(() => this.#run(batch));
    this.#last = this.#afterwards(receipt);
    this.#remember(batch.key, receipt);
    return receipt;
  }

  /** The next batch follows whatever became of this one. */
  async #afterwards(receipt: Promise<InputReceipt>): Promise<void> {
    await receipt.catch(() => {});
    this.#open -= 1;
    this.#desk.onFree();
  }

  #remember(key: string, receipt: Promise<InputReceipt>): void {
    this.#receipts.set(key, receipt);
    for (const oldest of this.#receipts.keys()) {
      if (this.#receipts.size <= RECEIPTS_KEPT) return;
      this.#receipts.delete(oldest);
    }
  }

  async #run(batch: InputBatch): Promise<InputReceipt> {
    await this.#desk.drawn();
    const receipt: InputReceipt = {
      key: batch.key,
      typed: true,
      at: this.#desk.now(),
      revision: this.#desk.revision(),
    };
    let escaped = false;
    for (const step of batch.steps) {
      if (step.type === 'settle') {
        await this.#desk.quiet(step.quietMs, step.maxMs);
        escaped = false;
        continue;
      }
      if (escaped) await this.#desk.quiet(ESCAPE_GAP_MS, ESCAPE_GAP_MS);
      escaped = step.type === 'key' && step.key === 'Escape';
      await this.#step(step);
    }
    return receipt;
  }

  async #step(step: Exclude<InputStep, { type: 'settle' }>): Promise<void> {
    const gone = this.#desk.gone();
    if (gone) throw gone;
    const mode = await this.#desk.drawn();
    const text = stepText(step, mode);
    if (await this.#desk.write(Buffer.from(text))) return;
    throw (
      this.#desk.gone() ??
      new TerminalError('terminal_gone', 'The program closed its terminal while it was typed into.')
    );
  }
}

function stepText(
  step: Exclude<InputStep, { type: 'settle' }>,
  mode: { readonly bracketedPaste: boolean; readonly applicationCursor: boolean },
): string {
  if (step.type === 'paste') return pasteBytes(step.text, mode.bracketedPaste);
  if (step.type === 'text') return harmlessText(step.text);
  return keyBytes(step.key, mode) ?? '';
}

/** Before the first byte: a batch is typed whole or not at all. */
function checkBatch(batch: InputBatch): void {
  if (batch.key.length < 1 || batch.key.length > 128) {
    throw new TerminalError('invalid_input', 'The key of an input batch has 1 to 128 characters.');
  }
  for (const step of batch.steps) {
    if (step.type === 'settle' && !(isWait(step.quietMs) && isWait(step.maxMs))) {
      throw new TerminalError('invalid_input', `A wait takes 0 to ${MAX_WAIT_MS} milliseconds.`);
    }
    if (step.type === 'key' && !isKeyName(step.key)) {
      throw new TerminalError('invalid_input', `There is no key named ${JSON.stringify(step.key)}.`, {
        hint: 'Keys are Enter, Escape, Tab, BTab, Space, Backspace, arrows, Home, End, PageUp, PageDown, C-x and M-x.',
      });
    }
  }
}

function isWait(ms: number): boolean {
  return ms >= 0 && ms <= MAX_WAIT_MS;
}
