import { parseArgs } from 'node:util';
import type { CommandInput, CommandSpec, OptionSpec, OptionValue } from './command.ts';
import { UsageError } from './errors.ts';

/** Reads the words after a command's name by its spec. Throws `UsageError`. */
export function parseCommandLine(words: readonly string[], spec: CommandSpec): CommandInput {
  const { values, positionals } = readWords(words, spec);
  const options: Record<string, OptionValue> = {};
  for (const [name, option] of Object.entries(spec.options)) {
    options[name] = optionValue(name, option, values[name]);
    if (option.required === true && options[name] === undefined) throw new UsageError(`Missing option '--${name}'.`);
  }
  const missing = spec.arguments.slice(positionals.length).find((argument) => argument.optional !== true);
  if (missing !== undefined) throw new UsageError(`Missing argument '${missing.name}'.`);
  const extra = positionals[spec.arguments.length];
  if (extra !== undefined) throw new UsageError(`Got unexpected extra argument (${extra})`);
  return { args: positionals, options };
}

function readWords(
  words: readonly string[],
  spec: CommandSpec,
): { values: Record<string, unknown>; positionals: string[] } {
  const options = Object.entries(spec.options).map(([name, option]) => [
    name,
    {
      type: option.type === 'flag' ? ('boolean' as const) : ('string' as const),
      multiple: option.type === 'list',
      ...(option.short === undefined ? {} : { short: option.short }),
    },
  ]);
  try {
    return parseArgs({
      args: [...words],
      options: Object.fromEntries(options) as Record<string, { type: 'string' | 'boolean' }>,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    throw new UsageError(plainWords(code, (error as Error).message));
  }
}

function plainWords(code: string, message: string): string {
  const option = /'(?:-\w, )?(-{1,2}[^' =]*)/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `No such option: ${option}`;
  if (/does not take an argument/.test(message)) return `Option '${option}' does not take a value.`;
  if (/argument (missing|is ambiguous)/.test(message)) return `Option '${option}' requires a value.`;
  return message;
}

function optionValue(name: string, option: OptionSpec, value: unknown): OptionValue {
  if (option.type === 'flag') return value === true;
  if (option.type === 'list') return (value as string[] | undefined) ?? [];
  if (option.type === 'text' || value === undefined) return value as string | undefined;
  const number = /^\d{1,9}$/.test(value as string) ? Number(value) : 0;
  if (number < 1)
    throw new UsageError(`Invalid value for '--${name}': '${value as string}' is not a whole number from 1.`);
  return number;
}
