import path from 'node:path';
import { parseArgs } from 'node:util';
import { isCaoError } from '@cao/contracts';
import { createPackage, usualFolder } from './create-package.ts';
import { KINDS, type KindName } from './kinds.ts';
import { stepsText } from './steps-text.ts';

export interface Surroundings {
  readonly cwd: string;
  out(text: string): void;
  err(text: string): void;
}

const USAGE = `Usage: npm create @cao KIND NAME [-- --dir DIR --name PACKAGE --command PROGRAM]

Kinds:
${Object.entries(KINDS)
  .map(([kind, { about }]) => `  ${kind.padEnd(10)}${about}`)
  .join('\n')}

Examples:
  npm create @cao plugin call-me
  npm create @cao provider goose_cli -- --command goose
`;

/** What `npm create @cao` runs, with the words behind it. Resolves with the exit code. */
export async function main(words: readonly string[], io: Surroundings): Promise<number> {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { dir: text, name: text, command: text, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    const [kind = '', name, ...rest] = positionals;
    if (values.help === true) {
      io.out(USAGE);
      return 0;
    }
    if (!isKind(kind) || name === undefined || rest.length > 0) {
      io.err(USAGE);
      return 2;
    }
    const asked = { name, packageName: values.name, command: values.command };
    const directory = path.resolve(io.cwd, values.dir ?? usualFolder(kind, asked));
    const created = await createPackage({ kind, ...asked, directory, onProgress: (said) => io.err(`${said}\n`) });
    io.out(
      `${created.packageName} is in ${directory} (${created.files.length} files)\n\nNext:\n${stepsText(created, io.cwd)}`,
    );
    return 0;
  } catch (error) {
    return failed(error, io);
  }
}

function isKind(word: string): word is KindName {
  return Object.hasOwn(KINDS, word);
}

function failed(error: unknown, io: Surroundings): number {
  const { code } = error as { code?: unknown };
  const isUsage = typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
  if (!isUsage && !isCaoError(error)) throw error;
  io.err(`Error: ${(error as Error).message}\n`);
  if (isCaoError(error) && error.hint !== undefined) io.err(`${error.hint}\n`);
  return isUsage ? 2 : 1;
}
