import { provider as scripted } from '@cao/provider-mock-cli';

/** The scripted program that comes with CAO. For your CLI: its name on PATH. */
export const PROGRAM = scripted.binary;

/** Shown when the program is missing: the command that installs it. */
export const INSTALL_HINT = scripted.installHint;

/** Variables of the person's environment that the CLI needs, as `NAME` or `PREFIX_*`: keys, endpoints, its own home. */
export const INHERIT_ENV = ['MOCK_CLI_*'];
