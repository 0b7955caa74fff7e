/** Where a package was looked for; earlier sources win. */
export type Source = 'listed' | 'managed' | 'built-in' | 'sibling';

/** What a package can bring. */
export type EntryKind = 'provider' | 'plugin' | 'command' | 'skills' | 'profiles';

export type FindingReason =
  | 'not_installed'
  | 'no_cao_field'
  | 'invalid_manifest'
  | 'api_version'
  | 'engine_version'
  | 'missing_file'
  | 'duplicate'
  | 'reserved_name'
  | 'unsafe_folder'
  | 'load_failed'
  | 'invalid_options'
  | 'setup_failed';

/** Why something was not loaded, for the log and for `doctor`. */
export interface Finding {
  readonly source: Source;
  /** Package name, or what the settings named. */
  readonly package: string;
  /** The package's folder, when it was found. */
  readonly directory?: string;
  /** The part of the package that is meant; absent when it is the whole. */
  readonly entry?: { readonly kind: EntryKind; readonly name: string };
  readonly reason: FindingReason;
  /** What is wrong and why, as a sentence for a person. Never holds the value of an option. */
  readonly message: string;
}
