import { posix } from 'node:path';
import { text, type Toml } from './toml.ts';

/** Linux takes 128 KiB for one argument; the setting's name and the escapes are counted, this leaves room for the rest. */
const MAX_ARGUMENT_BYTES = 120_000;

export interface Instructions {
  /** Value of `developer_instructions`; undefined when there are none. */
  readonly value: Toml | undefined;
  readonly file?: { readonly path: string; readonly content: string };
}

/** Developer instructions for one argument. What does not fit goes to a file that the agent is told to read first. */
export function instructionsOf(prompt: string, scratch: string): Instructions {
  if (prompt === '') return { value: undefined };
  const whole = text(prompt);
  if (Buffer.byteLength(whole) <= MAX_ARGUMENT_BYTES) return { value: whole };
  const path = posix.join(scratch, 'instructions.md');
  const note = `\n\nThese instructions go on in the file ${path}. Read all of it before you do anything else.`;
  const head = headOf(prompt, MAX_ARGUMENT_BYTES - Buffer.byteLength(text(note)));
  return { value: text(head + note), file: { path, content: prompt.slice(head.length) } };
}

/** As many whole lines as fit into `maxBytes` once escaped, or a piece of the first line when that alone is too long. */
function headOf(prompt: string, maxBytes: number): string {
  let [fits, tooLong] = [0, prompt.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (Buffer.byteLength(text(prompt.slice(0, middle))) <= maxBytes) fits = middle;
    else tooLong = middle;
  }
  const line = prompt.lastIndexOf('\n', fits - 1);
  if (line > 0) return prompt.slice(0, line + 1);
  const splitsPair = /[\uD800-\uDBFF]/.test(prompt.charAt(fits - 1));
  return prompt.slice(0, splitsPair ? fits - 1 : fits);
}
