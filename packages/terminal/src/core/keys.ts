import type { KeyName } from '../input.ts';

export interface KeyMode {
  /** The program switched the cursor keys to application mode. */
  readonly applicationCursor: boolean;
}

const PLAIN: ReadonlyMap<string, string> = new Map([
  ['Enter', '\r'],
  ['Escape', '\x1b'],
  ['Tab', '\t'],
  ['BTab', '\x1b[Z'],
  ['Space', ' '],
  ['Backspace', '\x7f'],
]);

/** Keys whose final letter stays and whose introducer depends on the mode. */
const CURSOR: ReadonlyMap<string, string> = new Map([
  ['Up', 'A'],
  ['Down', 'B'],
  ['Right', 'C'],
  ['Left', 'D'],
  ['Home', 'H'],
  ['End', 'F'],
]);

const TILDE: ReadonlyMap<string, number> = new Map([
  ['PageUp', 5],
  ['PageDown', 6],
]);

/** Characters with a control code of their own, beyond the letters. */
const CONTROL: ReadonlyMap<string, string> = new Map([
  ['Space', '\0'],
  ['@', '\0'],
  ['[', '\x1b'],
  ['\\', '\x1c'],
  [']', '\x1d'],
  ['^', '\x1e'],
  ['_', '\x1f'],
  ['/', '\x1f'],
  ['?', '\x7f'],
  ['Backspace', '\b'],
]);

const CTRL = 4;
const META = 2;

/** The bytes of a key as a terminal of type xterm sends them; undefined for a name that is no key. */
export function keyBytes(name: string, mode: KeyMode): string | undefined {
  let rest = name;
  let modifiers = 0;
  for (let prefix = modifierOf(rest); prefix !== 0 && (modifiers & prefix) === 0; prefix = modifierOf(rest)) {
    modifiers |= prefix;
    rest = rest.slice(2);
  }
  if (modifiers === 0 && isCharacter(rest)) return undefined; // Plain characters are text, not keys.
  const letter = CURSOR.get(rest);
  if (letter !== undefined) {
    if (modifiers !== 0) return `\x1b[1;${modifiers + 1}${letter}`;
    return `\x1b${mode.applicationCursor ? 'O' : '['}${letter}`;
  }
  const number = TILDE.get(rest);
  if (number !== undefined) return modifiers === 0 ? `\x1b[${number}~` : `\x1b[${number};${modifiers + 1}~`;
  const base = (modifiers & CTRL) === 0 ? plainBytes(rest) : controlBytes(rest);
  if (base === undefined) return undefined;
  return (modifiers & META) === 0 ? base : `\x1b${base}`;
}

export function isKeyName(name: string): name is KeyName {
  return keyBytes(name, { applicationCursor: false }) !== undefined;
}

function modifierOf(name: string): number {
  if (name.length < 3) return 0;
  if (name.startsWith('C-')) return CTRL;
  return name.startsWith('M-') ? META : 0;
}

function plainBytes(name: string): string | undefined {
  return PLAIN.get(name) ?? (isCharacter(name) ? name : undefined);
}

/** One code point that is no control character. */
function isCharacter(name: string): boolean {
  return /^[^\0-\x1f\x7f-\x9f]$/u.test(name);
}

function controlBytes(name: string): string | undefined {
  if (/^[a-z]$/i.test(name)) return String.fromCharCode(name.toLowerCase().charCodeAt(0) & 0x1f);
  return CONTROL.get(name);
}
