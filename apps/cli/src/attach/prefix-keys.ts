/** Ctrl-\ and a key of ours. Everything else belongs to the agent. */
export interface PrefixActions {
  detach(): void;
  /** Take the control seat: from now on this terminal's size counts. */
  control(): void;
}

export const DETACH_KEYS = 'Ctrl-\\ then d';

const PREFIX = '\x1c';
/** The same key from terminals that report keys in the extended forms, which many agents switch on. */
const EXTENDED_PREFIX = /\x1b\[(?:92;5(?::1)?u|27;5;92~)/y;
const EXTENDED_KEY = /\x1b\[(\d+)(?:;1(?::1)?)?u/y;
/** Reports of keys let go, which come between two presses. */
const RELEASE = /\x1b\[\d+;\d+:3u/y;

/** Returns a function that takes typed text and gives back what is for the agent. Ctrl-\ twice sends one to the agent. */
export function createPrefixKeys(actions: PrefixActions): (text: string) => string {
  let pending: string | undefined;

  function act(key: string, typed: string): string {
    const prefix = pending ?? '';
    pending = undefined;
    if (key === 'd') actions.detach();
    else if (key === 'c') actions.control();
    else if (key === PREFIX) return prefix;
    else return prefix + typed;
    return '';
  }

  return (text) => {
    let forward = '';
    for (let at = 0; at < text.length;) {
      const prefix = text[at] === PREFIX ? PREFIX : match(EXTENDED_PREFIX, text, at)?.[0];
      if (pending === undefined) {
        const typed = prefix ?? text[at] ?? '';
        if (prefix === undefined) forward += typed;
        else pending = prefix;
        at += typed.length;
        continue;
      }
      const release = match(RELEASE, text, at)?.[0];
      if (release !== undefined) {
        at += release.length;
        continue;
      }
      const extended = prefix === undefined ? match(EXTENDED_KEY, text, at) : undefined;
      const typed = prefix ?? extended?.[0] ?? text[at] ?? '';
      const key = prefix === undefined ? keyOf(extended?.[1], typed) : PREFIX;
      forward += act(key, typed);
      at += typed.length;
    }
    return forward;
  };
}

function keyOf(code: string | undefined, typed: string): string {
  const point = Number(code);
  return code !== undefined && point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : typed;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
