export type { ArgumentSpec, Command, CommandSpec, Example, OptionSpec, OptionType } from './command.ts';
export { commands, type CommandEntry } from './commands.ts';
export { EXIT } from './exit-codes.ts';
