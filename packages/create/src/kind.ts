/** What was asked for, before anything was checked. */
export interface Asked {
  readonly name: string;
  /** npm name of the package; made from the name unless given. */
  readonly packageName?: string | undefined;
  /** Of a provider: the CLI's program. */
  readonly command?: string | undefined;
}

/** A step that comes next, and what it does. */
export type NextStep = readonly [command: string, note: string];

/** A package that is to be written. */
export interface Plan {
  readonly packageName: string;
  /** Name of its folder unless another is given. */
  readonly folder: string;
  /** Folders of `templates/`, each laid over the one before. */
  readonly layers: readonly [string, ...string[]];
  /** What stands in the templates, in texts and names of files, and what takes its place. */
  readonly words: Readonly<Record<string, string>>;
  /** Dependencies of the template that this package does not use. */
  readonly without: readonly string[];
  readonly next: readonly NextStep[];
}

/** One thing that can be made. */
export interface Kind {
  /** For help texts: `a plugin: ...`. */
  readonly about: string;
  /** Throws `invalid_input` that names the word, what is wrong with it, and one that would do. */
  plan(asked: Asked): Plan;
}
