/** What a person, or the orchestrator, does at the keyboard. Texts are raw bytes, one per character (latin1). */
export type KeyEvent =
  | { readonly type: 'text'; readonly bytes: string }
  | { readonly type: 'paste'; readonly bytes: string }
  | { readonly type: 'key'; readonly key: string };

export interface KeyReader {
  feed(chunk: Uint8Array): KeyEvent[];
  /** True while an escape sequence, or the Escape key, is incomplete. */
  pending(): boolean;
  /** Takes a lone escape byte for the Escape key; called when nothing followed it. */
  flush(): KeyEvent[];
}

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

const SEQUENCES: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  H: 'Home',
  F: 'End',
  Z: 'BTab',
};

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'Enter',
  '\n': 'Newline',
  '\x7f': 'Backspace',
  '\b': 'Backspace',
  '\x03': 'C-c',
  '\x04': 'C-d',
  '\x0c': 'C-l',
  '\x15': 'C-u',
};

/** Cuts a byte stream into keys, typed text and pastes, wherever the chunks were cut. */
export function createKeyReader(): KeyReader {
  let rest = '';
  /** Pieces of a paste that has not ended. */
  let paste: string[] | undefined;

  function next(): KeyEvent | 'more' | 'skip' {
    if (rest.startsWith(PASTE_START)) {
      rest = rest.slice(PASTE_START.length);
      paste = [];
      return 'skip';
    }
    if (rest.startsWith('\x1b')) return escape();
    const control = CONTROLS[rest[0] ?? ''];
    if (control !== undefined) {
      rest = rest.slice(1);
      return { type: 'key', key: control };
    }
    // Everything up to the next control byte; a tab is text.
    const [bytes = rest[0] ?? ''] = /^[^\0-\x08\n-\x1f\x7f]+/.exec(rest) ?? [];
    rest = rest.slice(bytes.length);
    return /^[\0-\x1f]$/.test(bytes) && bytes !== '\t' ? 'skip' : { type: 'text', bytes };
  }

  function escape(): KeyEvent | 'more' | 'skip' {
    const sequence = /^\x1b(?:\[[0-?]*[ -/]*([@-~])|O([A-Z]))/.exec(rest);
    if (sequence !== null) {
      rest = rest.slice(sequence[0].length);
      const key = SEQUENCES[sequence[1] ?? sequence[2] ?? ''];
      return key === undefined ? 'skip' : { type: 'key', key };
    }
    // Answers of the terminal to a question of ours or of an earlier program.
    const report = /^\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)/.exec(rest);
    if (report !== null) {
      rest = rest.slice(report[0].length);
      return 'skip';
    }
    if (/^\x1b(?:$|\[[0-?]*[ -/]*$|O$|[\]P^_X][^\x07\x1b]*\x1b?$)/.test(rest)) return 'more';
    const second = rest[1] ?? '';
    rest = rest.slice(second === '\x1b' ? 1 : 2);
    if (second === '\x1b') return { type: 'key', key: 'Escape' };
    return { type: 'key', key: second === '\r' ? 'Newline' : `M-${second}` };
  }

  function read(): KeyEvent[] {
    const events: KeyEvent[] = [];
    while (rest !== '') {
      if (paste !== undefined) {
        const end = rest.indexOf(PASTE_END);
        // The end mark may be cut between two chunks: its possible beginning waits.
        const safe = end === -1 ? rest.length - partialEnd(rest) : end;
        paste.push(rest.slice(0, safe));
        rest = rest.slice(end === -1 ? safe : end + PASTE_END.length);
        if (end === -1) break;
        events.push({ type: 'paste', bytes: paste.join('') });
        paste = undefined;
        continue;
      }
      const event = next();
      if (event === 'more') break;
      if (event !== 'skip') events.push(event);
    }
    return events;
  }

  return {
    feed: (chunk) => {
      rest += Buffer.from(chunk).toString('latin1');
      return read();
    },
    pending: () => paste === undefined && rest !== '',
    flush: () => {
      if (paste !== undefined || rest === '') return [];
      rest = rest.slice(1);
      return [{ type: 'key', key: 'Escape' }, ...read()];
    },
  };
}

function partialEnd(text: string): number {
  for (let size = Math.min(PASTE_END.length - 1, text.length); size > 0; size -= 1) {
    if (text.endsWith(PASTE_END.slice(0, size))) return size;
  }
  return 0;
}
