import type { AgentFacts, LaunchRequest } from '../launch.ts';
import type { ScreenSnapshot } from '../screen.ts';
import type { Provider } from '../provider.ts';

export interface ProviderTestOptions {
  /** The package's folder, where its package.json lies: usually `new URL('..', import.meta.url)`. */
  readonly root: URL | string;
  /** Folder of screen cases, relative to `root`. Default `test/fixtures/screens`; need not exist. */
  readonly fixtures?: string;
  /** Lines of the signal file as the CLI writes them. Each must be understood; damaged copies of them are fed to `readSignal`. */
  readonly signals?: readonly unknown[];
  /** Records of followed files by source id, treated alike. */
  readonly records?: Readonly<Record<string, readonly unknown[]>>;
  /** Outputs of the version command and what must be found in them. */
  readonly versions?: readonly (readonly [output: string, version: string | undefined])[];
  /** Replaces fields of the sample facts and launch request. */
  readonly facts?: Partial<AgentFacts>;
  readonly request?: Partial<LaunchRequest>;
  /** Draws raw bytes, for cases that keep a `screen.bin`; without it those are read from `screen.txt` only. */
  readonly render?: (
    bytes: Uint8Array,
    size: { readonly cols: number; readonly rows: number },
  ) => Promise<ScreenSnapshot>;
  /** Checks that cannot hold for this provider, by name, each with its reason. */
  readonly skip?: Readonly<Record<string, string>>;
  /** Random screens and records per reader. Default 400. */
  readonly rounds?: number;
  readonly seed?: number;
}

/** One promise of the contract. `run` throws when the provider breaks it. */
export interface Check {
  readonly name: string;
  run(provider: Provider, options: ProviderTestOptions): void;
}
