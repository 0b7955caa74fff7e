export type { ArgumentSpec, Command, CommandSpec, Example, OptionSpec, OptionType } from './command.ts';
export type { CommandEntry } from './command-entry.ts';
export { commands } from './commands.ts';
export { EXIT } from './exit-codes.ts';
