import type { ArgumentSpec, Example, OptionSpec, TypedInput } from '@cao/plugin-sdk';
import type { Io } from './io.ts';

export type { ArgumentSpec, Completes, Example, OptionSpec, OptionType } from '@cao/plugin-sdk';

export interface CommandSpec {
  /** What it does, for `--help`: one sentence, then more if needed. */
  readonly description: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly [Example, ...Example[]];
  /** Exit codes beyond 0, 1 and 2. */
  readonly exits?: Readonly<Record<number, string>>;
}

export interface Command extends CommandSpec {
  /** Resolves with the exit code. Throws `CaoError` for failures and `UsageError` for a wrong command line. */
  run(input: CommandInput, io: Io): Promise<number>;
}

export interface CommandInput {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, OptionValue>>;
}

export type OptionValue = boolean | string | number | readonly string[] | undefined;

/** Types `run` from the declared arguments and options; the parser fills exactly those. */
export function defineCommand<
  const A extends readonly ArgumentSpec[],
  const O extends Readonly<Record<string, OptionSpec>>,
>(
  spec: Omit<CommandSpec, 'arguments' | 'options'> & {
    readonly arguments: A;
    readonly options: O;
    run(input: TypedInput<A, O>, io: Io): Promise<number>;
  },
): Command {
  return { ...spec, run: (input, io) => spec.run(input as unknown as TypedInput<A, O>, io) };
}
