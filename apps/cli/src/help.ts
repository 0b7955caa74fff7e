import type { ArgumentSpec, CommandSpec, OptionSpec } from './command.ts';
import type { CommandEntry } from './command-entry.ts';

const NAME_WIDTH = 26;

/** `cao launch --agents PROFILE [options] [MESSAGE]` */
export function usageLine(path: readonly string[], spec: CommandSpec): string {
  const required = Object.entries(spec.options).filter(([, option]) => option.required === true);
  const words = [
    'cao',
    ...path,
    ...required.map(([name, option]) => `--${name} ${option.value ?? 'VALUE'}`),
    '[options]',
    ...spec.arguments.map(argumentText),
  ];
  return `Usage: ${words.join(' ')}`;
}

export function commandHelp(path: readonly string[], spec: CommandSpec): string {
  const lines = [usageLine(path, spec), '', spec.description, ''];
  if (spec.arguments.length > 0) {
    lines.push('Arguments:', ...spec.arguments.map((argument) => row(argument.name, argument.help)), '');
  }
  const options = Object.entries(spec.options).map(([name, option]) =>
    row(optionText(name, option), optionHelp(option)),
  );
  lines.push('Options:', ...options, row('-h, --help', 'show this help'), '', 'Examples:');
  for (const { command, note } of spec.examples) {
    if (note !== undefined) lines.push(`  # ${note}`);
    lines.push(...command.split('\n').map((line) => `  ${line}`));
  }
  if (spec.exits !== undefined) {
    const exits = { 0: 'done', 1: 'failed, or no server', 2: 'wrong usage', ...spec.exits };
    lines.push('', 'Exit codes:', ...Object.entries(exits).map(([code, meaning]) => row(code, meaning)));
  }
  return `${lines.join('\n')}\n`;
}

/** Help of `cao` itself, or of a group such as `cao session`. */
export function groupHelp(path: readonly string[], entries: readonly CommandEntry[], version: string): string {
  const below = entries.filter((entry) =>
    path.length === 0 ? entry.hidden !== true : path.every((word, index) => entry.path[index] === word),
  );
  const rowsOf = (shown: readonly CommandEntry[]): string[] =>
    shown.map((entry) => row(entry.path.slice(path.length).join(' '), entry.summary));
  const rows = rowsOf(below.filter(({ from }) => from === undefined));
  const brought = rowsOf(below.filter(({ from }) => from !== undefined));
  if (path.length > 0) {
    const name = ['cao', ...path].join(' ');
    return [
      `Usage: ${name} COMMAND [options]`,
      '',
      'Commands:',
      ...rows,
      '',
      `${name} COMMAND --help shows examples.`,
      '',
    ].join('\n');
  }
  return [
    `CAO ${version}: runs agent command lines in terminals of their own and turns them into a team.`,
    '',
    'Usage: cao COMMAND [options]',
    '',
    'Commands:',
    ...rows,
    ...(brought.length === 0 ? [] : ['', 'Commands of installed packages:', ...brought]),
    '',
    'Options:',
    row('-h, --help', 'show this help'),
    row('-V, --version', 'show the version'),
    '',
    'Examples:',
    '  cao demo',
    '  cao launch --agents code_supervisor --provider claude_code',
    '  cao session status cao-my-task --workers',
    '',
    'cao COMMAND --help shows the options and examples of one command.',
    '',
  ].join('\n');
}

function argumentText(argument: ArgumentSpec): string {
  return argument.optional === true ? `[${argument.name}]` : argument.name;
}

function optionText(name: string, option: OptionSpec): string {
  const value = option.type === 'flag' ? '' : ` ${option.value ?? (option.type === 'text' ? 'VALUE' : 'N')}`;
  return `${option.short === undefined ? '' : `-${option.short}, `}--${name}${value}`;
}

function optionHelp(option: OptionSpec): string {
  const notes = [option.required === true ? 'required' : '', option.type === 'list' ? 'may be repeated' : ''];
  const note = notes.filter((text) => text !== '').join(', ');
  return note === '' ? option.help : `${option.help} (${note})`;
}

function row(name: string, help: string): string {
  return name.length < NAME_WIDTH
    ? `  ${name.padEnd(NAME_WIDTH)}${help}`
    : `  ${name}\n  ${''.padEnd(NAME_WIDTH)}${help}`;
}
