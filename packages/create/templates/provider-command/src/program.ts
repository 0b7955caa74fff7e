/** Looked up on PATH. */
export const PROGRAM = 'sample-command';

/** Shown when the program is missing: the command that installs it. */
export const INSTALL_HINT = `Install '${PROGRAM}' and put it on PATH.`;

/** Variables of the person's environment that the CLI needs, as `NAME` or `PREFIX_*`: keys, endpoints, its own home. */
export const INHERIT_ENV: readonly string[] = [];
