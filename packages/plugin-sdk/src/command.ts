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

/** `seconds` and `count` are whole numbers from 1; `list` may be given several times. */
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

/** What was typed, by what the command declares. */
export interface TypedInput<A extends readonly ArgumentSpec[], O extends Readonly<Record<string, OptionSpec>>> {
  readonly args: ArgumentValues<A>;
  readonly options: { readonly [K in keyof O]: ValueOf<O[K]> };
}

/** The HTTP API of the server that runs, as the person at the keyboard. Rejects with what the server says. */
export interface CommandApi {
  get(path: string): Promise<unknown>;
  post(path: string, body?: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
}

export interface CommandContext {
  readonly api: CommandApi;
  /** Writes to standard output and to standard error. Colours are the command's business; see `color`. */
  out(text: string): void;
  err(text: string): void;
  /** Standard output shows colours. */
  readonly color: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** CAO's home folder, absolute. */
  readonly home: string;
  /** Where it was typed, absolute. */
  readonly cwd: string;
}

/** A command of `cao` that a package brings; `cao.commands` of its package.json names the file that exports it. */
export interface PluginCommand<
  A extends readonly ArgumentSpec[] = readonly ArgumentSpec[],
  O extends Readonly<Record<string, OptionSpec>> = Readonly<Record<string, OptionSpec>>,
> {
  /** What it does, for `--help`: one sentence, then more if needed. */
  readonly description: string;
  readonly arguments?: A;
  readonly options?: O;
  readonly examples: readonly [Example, ...Example[]];
  /** Resolves with the exit code, 0 when it is nothing. What it throws is shown as an error, and the exit code is 1. */
  run(input: TypedInput<A, O>, context: CommandContext): Promise<number | void> | number | void;
}

/** Types `run` by the declared arguments and options. A file exports the result as `command` or as default. */
export function defineCommand<
  const A extends readonly ArgumentSpec[] = [],
  const O extends Readonly<Record<string, OptionSpec>> = Readonly<Record<string, never>>,
>(command: PluginCommand<A, O>): PluginCommand<A, O> {
  return Object.freeze({ ...command });
}
