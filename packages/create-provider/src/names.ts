import { CaoError, ProviderId } from '@cao/contracts';
import { z } from 'zod';

/** The names of a provider package, all made from its id unless given. */
export interface ProviderNames {
  /** `my_cli`, on every wire. */
  readonly id: string;
  /** `my-cli`, in folders and package names. */
  readonly kebab: string;
  /** `My CLI`, for people. */
  readonly title: string;
  readonly packageName: string;
  /** The CLI's program; undefined for the scripted one that comes with CAO. */
  readonly command: string | undefined;
}

export interface NamesGiven {
  readonly id: string;
  readonly packageName?: string | undefined;
  readonly command?: string | undefined;
}

/** npm: 214 characters, lower case, safe in an address. */
const PackageName = z
  .string()
  .max(214)
  .regex(/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/);
/** The name of a program on PATH, or an absolute path, as it can stand between quotes in a source file. */
const Command = z.string().regex(/^[\w.@+/-]+$/);

/** Throws `invalid_input` that names the word, what is wrong with it, and one that would do. */
export function namesOf({ id, packageName, command }: NamesGiven): ProviderNames {
  if (!ProviderId.safeParse(id).success) {
    const better = snakeCase(id);
    throw new CaoError('invalid_input', `'${id}' is no provider id: it is snake_case, begins with a letter.`, {
      hint: better === undefined ? 'For example: my_cli' : `For example: ${better}`,
    });
  }
  const kebab = id.replaceAll('_', '-');
  const name = packageName ?? `cao-provider-${kebab}`;
  if (!PackageName.safeParse(name).success) {
    throw new CaoError('invalid_input', `'${name}' is no name of an npm package.`, {
      hint: `Lower case, with dashes, a scope if you have one: @me/cao-provider-${kebab}`,
    });
  }
  if (command !== undefined && (!Command.safeParse(command).success || /^[^/].*\//.test(command))) {
    throw new CaoError('invalid_input', `'${command}' is no command.`, {
      hint: 'Give the name of a program on PATH, or an absolute path, without arguments: they belong into src/plan.ts.',
    });
  }
  return { id, kebab, title: titleOf(id), packageName: name, command };
}

function snakeCase(text: string): string | undefined {
  const snake = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  return ProviderId.safeParse(snake).success ? snake : undefined;
}

/** `goose_cli`: Goose CLI. */
function titleOf(id: string): string {
  const words = id.split('_').filter((word) => word !== '');
  return words.map((word) => (word === 'cli' ? 'CLI' : word.charAt(0).toUpperCase() + word.slice(1))).join(' ');
}
