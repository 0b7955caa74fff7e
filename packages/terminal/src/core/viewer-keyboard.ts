/**
 * A viewer's own terminal sees the queries of the program too and answers them. The host has answered already, so a second
 * answer would be typed into the program: answers coming from viewers are dropped here. (The other way round, taking the
 * queries out of what viewers see, would mean to parse all output once more.) Shift-F3 looks like a cursor report and is
 * dropped with them.
 */
const REPLY = [
  String.raw`\x1b\[[?>=][\d;:]*c`, // device attributes
  String.raw`\x1b\[\??\d+;\d+R`, // cursor position
  String.raw`\x1b\[\??\d[\d;]*n`, // status, colour scheme
  String.raw`\x1b\[\??\d+;\d+\$y`, // modes
  String.raw`\x1b\[\?[\d;]*u`, // keyboard protocol
  String.raw`\x1b\[\d[\d;:]*t`, // window size
  String.raw`\x1b\[\?\d[\d;]*S`, // graphics
  String.raw`\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)`, // colours, clipboard
  String.raw`\x1b[P_][^\x1b]*\x1b\\`, // settings, version, graphics
].join('|');

/** Sent by the viewer's terminal without a key: focus and mouse. The program wants them, but nobody typed. */
const REPORT = [
  String.raw`\x1b\[[IO]`,
  String.raw`\x1b\[<[\d;]+[Mm]`,
  String.raw`\x1b\[\d+;\d+;\d+M`,
  String.raw`\x1b\[M[^]{3}`,
].join('|');

const SEQUENCE = new RegExp(
  `(?<reply>${REPLY})|(?<report>${REPORT})|(?<open>\\x1b\\[200~)|(?<close>\\x1b\\[201~)`,
  'g',
);

/** What may become one of the above with the next bytes. A lone ESC is the key, and is never held back. */
const UNFINISHED = /\x1b(?:\[[?>=<]?[\d;:]*\$?|\[M[^]{0,2}|\][^\x07\x1b]*\x1b?|[P_][^\x1b]*\x1b?)$/;

/** Parts of one answer arrive together; a person who typed Alt-[ should not notice the wait. */
const HOLD_MS = 50;

/** No answer is longer; beyond, it is typed text. */
const HOLD_MAX = 64 * 1024;

/** An Enter as one byte, or as a program asked for it with the newer keyboard protocol. */
const ENTER = /\r|\x1b\[13u/;

export interface KeyboardInput {
  readonly bytes: Uint8Array;
  /** A person typed, not only their terminal. */
  readonly typed: boolean;
  /** An Enter outside a paste. */
  readonly submitted: boolean;
}

/** Reads what a viewer's terminal sends and passes on what the program should get. */
export class ViewerKeyboard {
  readonly #pass: (input: KeyboardInput) => void;
  #held = '';
  #pasting = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(pass: (input: KeyboardInput) => void) {
    this.#pass = pass;
  }

  accept(chunk: Uint8Array): void {
    clearTimeout(this.#timer);
    // One character per byte, so that nothing is lost on the way through a string.
    const text = this.#held + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
    const cut = text.length > HOLD_MAX ? -1 : text.search(UNFINISHED);
    this.#held = cut === -1 ? '' : text.slice(cut);
    if (this.#held !== '') this.#timer = setTimeout(() => this.#release(), HOLD_MS);
    this.#sort(cut === -1 ? text : text.slice(0, cut));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#held = '';
  }

  #release(): void {
    const text = this.#held;
    this.#held = '';
    this.#send(text, true, false);
  }

  #sort(text: string): void {
    let out = '';
    let typed = false;
    let submitted = false;
    let from = 0;
    const plain = (part: string): void => {
      out += part;
      if (part === '') return;
      typed = true;
      submitted ||= !this.#pasting && ENTER.test(part);
    };
    for (const match of text.matchAll(SEQUENCE)) {
      plain(text.slice(from, match.index));
      from = match.index + match[0].length;
      const { reply, report, open } = match.groups ?? {};
      if (reply !== undefined) continue;
      out += match[0];
      if (report !== undefined) continue;
      this.#pasting = open !== undefined;
      typed = true;
    }
    plain(text.slice(from));
    this.#send(out, typed, submitted);
  }

  #send(text: string, typed: boolean, submitted: boolean): void {
    if (text !== '') this.#pass({ bytes: Buffer.from(text, 'latin1'), typed, submitted });
  }
}
