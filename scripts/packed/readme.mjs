// The commands of the README, as a first-time user copies them.
import { readFileSync } from 'node:fs';

const README = new URL('../../README.md', import.meta.url);

/** The arguments of the command that begins with `start`, as a shell would split them. Throws when the README has none. */
export function readmeCommand(start) {
  const text = readFileSync(README, 'utf8').replaceAll(/\\\n\s*/g, '');
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block.split('\n'));
  const line = blocks.find((one) => one.startsWith(start));
  if (line === undefined) throw new Error(`README.md has no command '${start}'.`);
  const words = line.replace(/ +#.*$/, '').match(/"[^"]*"|\S+/g);
  return words.map((word) => word.replaceAll('"', ''));
}

/** The words after an option, replaced; both must be there. */
export function withOption(words, option, value) {
  const at = words.indexOf(option);
  if (at === -1) throw new Error(`'${words.join(' ')}' of the README has no ${option}.`);
  return words.with(at + 1, value);
}
