import { PLUGIN_API_VERSION } from './plugin.ts';

/** Same symbol in every copy of this package. */
export const COMMAND_BRAND: unique symbol = Symbol.for('cao.command') as never;

/** A positional argument. Optional ones come last. */
export interface CommandArgument {
  /** As the help shows it, such as `TICKET`. */
  readonly name: string;
  readonly help: string;
  readonly optional?: boolean;
}

/** `--name`; `list` may be given several times, `count` is a whole number from 1. */
export interface CommandOption {
  readonly type: 'flag' | 'text' | 'list' | 'count';
  readonly help: string;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly required?: boolean;
  /** One letter. */
  readonly short?: string;
}

type Arguments = readonly CommandArgument[];
type Options = Readonly<Record<string, CommandOption>>;

type ArgumentValues<A extends Arguments> = {
  readonly [K in keyof A]: A[K] extends { readonly optional: true } ? string | undefined : string;
};

type OptionValue<O extends CommandOption> = O['type'] extends 'flag'
  ? boolean
  : O['type'] extends 'list'
    ? readonly string[]
    : (O['type'] extends 'count' ? number : string) | (O['required'] extends true ? never : undefined);

/** The HTTP API of the server, with the rights of whoever runs the command. Failures reject with what the server said. */
export interface CommandApi {
  /** `method` and a path such as `/sessions`; resolves with the parsed answer. */
  request(method: string, path: string, request?: { readonly body?: unknown }): Promise<unknown>;
  get(path: string): Promise<unknown>;
  post(path: string, body?: unknown): Promise<unknown>;
}

/** Marks for a terminal; they leave the text alone when it goes into a file or colours are unwanted. */
export interface CommandStyle {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

export interface CommandContext<A extends Arguments = Arguments, O extends Options = Options> {
  readonly args: ArgumentValues<A>;
  readonly options: { readonly [K in keyof O]: OptionValue<O[K]> };
  readonly api: CommandApi;
  /** To standard output, as it is: line ends are yours. */
  readonly out: (text: string) => void;
  /** To standard error: notes and warnings. */
  readonly err: (text: string) => void;
  readonly style: CommandStyle;
  /** The folder the person is in. */
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A command of `cao`. Its name and its line in `cao --help` stand in package.json. */
export interface Command<A extends Arguments = Arguments, O extends Options = Options> {
  /** What it does, for `--help`: one sentence, then more if needed. */
  readonly description: string;
  readonly arguments?: A;
  /** Give one that shows something a `json` flag. */
  readonly options?: O;
  /** Shown in `--help`; one at least. */
  readonly examples: readonly [CommandExample, ...CommandExample[]];
  /** Exit codes beyond 0, 1 and 2. */
  readonly exits?: Readonly<Record<number, string>>;
  /** Resolves with the exit code, 0 when with nothing. The message of an error is shown to the person. */
  run(context: CommandContext<A, O>): Promise<number | void>;
}

export interface CommandExample {
  readonly command: string;
  readonly note?: string;
}

/** Types a command and marks it. Its module exports the result as `command` or as default. */
export function defineCommand<const A extends Arguments = [], const O extends Options = Options>(
  command: Command<A, O>,
): Command<A, O> {
  return Object.freeze({ ...command, [COMMAND_BRAND]: PLUGIN_API_VERSION });
}
