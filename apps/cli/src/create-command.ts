import path from 'node:path';
import type { KindName } from '@cao/create';
import { defineCommand, type Command, type Example, type OptionSpec } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { styleFor } from './style.ts';
import { json } from './text.ts';

const COMMAND: Readonly<Record<string, OptionSpec>> = {
  command: { type: 'text', value: 'NAME', help: "your CLI's program, on PATH or as an absolute path" },
};

export interface NewCommandSpec {
  readonly kind: KindName;
  readonly description: string;
  /** What the word is called in help texts, and what it is. */
  readonly argument: { readonly name: string; readonly help: string };
  readonly examples: readonly [Example, ...Example[]];
}

/** `cao <kind> new`: writes a package that works before a line of it was changed. */
export function newCommand({ kind, description, argument, examples }: NewCommandSpec): Command {
  return defineCommand({
    description,
    arguments: [argument],
    options: {
      dir: {
        type: 'text',
        value: 'DIR',
        help: 'folder of the package, new or empty; named after it unless given',
        complete: 'directory',
      },
      ...(kind === 'provider' ? COMMAND : {}),
      name: { type: 'text', value: 'PACKAGE', help: `npm name; cao-${kind}-<name with dashes> unless given` },
      json: { type: 'flag', help: 'print JSON' },
    },
    examples,
    async run({ args: [name], options }, io) {
      const { createPackage, stepsText, usualFolder } = await import('@cao/create');
      const text = (option: unknown): string | undefined => (typeof option === 'string' ? option : undefined);
      const asked = { name, packageName: text(options.name), command: text(options['command' as 'name']) };
      const directory = path.resolve(io.cwd, text(options.dir) ?? usualFolder(kind, asked));
      const created = await createPackage({ kind, ...asked, directory, onProgress: (said) => io.err(`${said}\n`) });
      if (options.json) {
        io.out(json(created));
        return EXIT.ok;
      }
      const { packageName, files } = created;
      io.out(`${styleFor(io.stdout, io.env).green('✓')} ${packageName} is in ${directory} (${files.length} files)\n`);
      io.out(`\nNext:\n${stepsText(created, io.cwd)}`);
      return EXIT.ok;
    },
  });
}
