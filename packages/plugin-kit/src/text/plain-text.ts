/** Escape sequences of terminals: CSI, OSC, and the short ones. */
// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
const LONE_SURROGATES = /[\uD800-\uDFFF]/gu;

/** Text without what a terminal or a chat would act upon: escapes, control characters, marks that turn the direction. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(ESCAPES, '').replace(CONTROLS, '').replace(LONE_SURROGATES, '\uFFFD');
}

/** At most `length` characters, with a mark where something is left out. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, length - 1).replace(LONE_SURROGATES, '');
  return `${head.trimEnd()}…`;
}
