const START = '\x1b[200~';
const END = '\x1b[201~';

/** Everything a terminal could take for a key or a command, except line feed and tab. */
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

/** Drawn instead of ESC, so that text which contains one is still told apart from text which does not. */
const ESCAPE_PICTURE = '\u241b';

/**
 * Text that can press no key: line ends become LF, ESC becomes a picture of itself, other control characters are dropped.
 * Without ESC nothing in the text can end a bracketed paste.
 */
export function harmlessText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROLS, (char) => (char === '\x1b' ? ESCAPE_PICTURE : ''));
}

/**
 * The bytes of a paste. A program that did not ask for bracketed paste gets the bare text: markers would be typed into it as
 * garbage. Its line feeds stay line feeds (Ctrl-J), which input boxes take for a new line while Enter would submit.
 */
export function pasteBytes(text: string, bracketed: boolean): string {
  const safe = harmlessText(text);
  return bracketed ? `${START}${safe}${END}` : safe;
}
