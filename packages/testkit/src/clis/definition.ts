import type { TempHome } from '../home/temp-home.ts';
import type { Env } from '../process/clean-env.ts';
import type { RealCli } from '../real/real-cli.ts';

/** A real agent CLI that tests run: where npm has it, which versions, and how a home is set up for it on a scripted model. */
export interface CliDefinition {
  readonly package: string;
  /** The provider of CAO that drives it. */
  readonly provider: string;
  /** The name under which people start it. */
  readonly binary: string;
  /** Each at least fifteen releases older than the one before, as far as there are so many. */
  readonly versions: Readonly<Record<Age, string>>;
  /** Version of Node that is installed beside it from npm, for CLIs that need a newer Node than tests run on. */
  readonly node?: string;
  /** Where its program may be in the folder into which npm installed it, relative to that folder; the first that exists. */
  readonly programs: readonly string[];
  /** The choices of its question for a shell command; `escalate` when the model has to ask for it. */
  readonly asks: { readonly yes: RegExp; readonly no: RegExp; readonly escalate?: boolean };
  /** A command of its own that opens no turn and no dialog. */
  readonly command?: string;
  /** Its settings file below the home, in which a person may have written. */
  readonly settings: string;
  home(options: CliHomeOptions): Promise<CliHome>;
}

export type Age = 'current' | 'old' | 'oldest';

export interface CliHomeOptions {
  /** Base URL of the model, from `endpoint.url(agent)`. */
  readonly url: string;
  /**
   * `prepared`: somebody has worked here before and no dialog is left. `first-run`: every question that can be answered
   * without the internet is still to be asked. Default `prepared`.
   */
  readonly state?: 'prepared' | 'first-run';
  /** The home to furnish; a new one when absent. Several CLIs may live in one. */
  readonly home?: TempHome;
  /** Folders trusted beside the home's project. */
  readonly trusted?: readonly string[];
  /** Put on the PATH of the home. */
  readonly cli?: RealCli;
  /** Merged over the CLI's settings file where that is JSON, appended to it where it is text. */
  readonly settings?: Readonly<Record<string, unknown>> | string;
}

/** A home with one agent CLI set up in it. */
export interface CliHome extends AsyncDisposable {
  readonly temp: TempHome;
  readonly home: string;
  readonly cwd: string;
  /** The whole environment of the CLI. */
  readonly env: Env;
  /** Of it, what this CLI needs beside the home's own: for the environment of a server that starts it. */
  readonly cliEnv: Env;
}
