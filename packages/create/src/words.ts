import { CaoError } from '@cao/contracts';
import { z } from 'zod';

/** npm: 214 characters, lower case, safe in an address. */
const PackageName = z
  .string()
  .max(214)
  .regex(/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/);

/** The given name of a package, or the usual one. Throws `invalid_input`. */
export function packageNameOf(given: string | undefined, usual: string): string {
  const name = given ?? usual;
  if (PackageName.safeParse(name).success) return name;
  throw new CaoError('invalid_input', `'${name}' is no name of an npm package.`, {
    hint: `Lower case, with dashes, a scope if you have one: @me/${usual}`,
  });
}

/** Lower case, words separated by `sign`; undefined when no letter is left to begin with. */
export function wordsOf(text: string, sign: '_' | '-'): string | undefined {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, sign)
    .replace(/^[^a-z]+|[_-]+$/g, '');
  return words === '' ? undefined : words;
}

/** `goose_cli`: Goose CLI. */
export function titleOf(name: string): string {
  const words = name.split(/[_-]/).filter((word) => word !== '');
  return words.map((word) => (word === 'cli' ? 'CLI' : word.charAt(0).toUpperCase() + word.slice(1))).join(' ');
}

/** A name of lower-case words with dashes or underscores. Throws `invalid_input` with one that would do. */
export function checkedName(name: string, what: string, sign: '_' | '-'): string {
  const better = wordsOf(name, sign);
  if (better === name && name.length <= 40) return name;
  const shape = sign === '-' ? 'lower-case words with dashes' : 'snake_case';
  throw new CaoError('invalid_input', `'${name}' is no name of a ${what}: it is ${shape}, 40 characters at most.`, {
    hint: `For example: ${better?.slice(0, 40).replace(/[_-]+$/, '') ?? (sign === '-' ? 'my-own' : 'my_own')}`,
  });
}
