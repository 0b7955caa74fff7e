import type { Io } from './io.ts';

/** Names that CAO can look up; `source` is a profile's name or a file. */
export type NameKind = 'session' | 'terminal' | 'profile' | 'provider' | 'plugin' | 'setting' | 'skill' | 'source';

/** What a shell offers for a value: names, folders, or these words. Nothing unless given. */
export type Completes = NameKind | 'directory' | readonly string[];

/** A positional argument. Optional ones come last. */
export interface ArgumentSpec {
  readonly name: string;
  readonly help: string;
  readonly optional?: boolean;
  readonly complete?: Completes;
}

/** `seconds` is a whole number from 1; `list` may be given several times. */
export type OptionType = 'flag' | 'text' | 'list' | 'seconds' | 'count';

export interface OptionSpec {
  readonly type: OptionType;
  readonly help: string;
  /** What stands for the value in help texts. */
  readonly value?: string;
  readonly required?: boolean;
  readonly complete?: Completes;
  readonly short?: string;
}

export interface Example {
  readonly command: string;
  readonly note?: string;
}

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

type ValueOf<O extends OptionSpec> = O['type'] extends 'flag'
  ? boolean
  : O['type'] extends 'list'
    ? readonly string[]
    : O['type'] extends 'text'
      ? O['required'] extends true
        ? string
        : string | undefined
      : number | undefined;

type ArgumentValues<A extends readonly ArgumentSpec[]> = {
  readonly [K in keyof A]: A[K] extends { readonly optional: true } ? string | undefined : string;
};

export interface TypedInput<A extends readonly ArgumentSpec[], O extends Readonly<Record<string, OptionSpec>>> {
  readonly args: ArgumentValues<A>;
  readonly options: { readonly [K in keyof O]: ValueOf<O[K]> };
}

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
