import type { Command, CommandSpec, Completes, OptionSpec } from '../command.ts';
import type { CommandEntry } from '../command-entry.ts';

export interface Candidate {
  readonly value: string;
  /** For shells that show it. */
  readonly about: string;
}

/** What fits at the end of a command line: words, and whether the shell's own files or folders fit too. */
export interface Candidates {
  readonly words: readonly Candidate[];
  readonly paths?: 'files' | 'directories';
}

export interface CandidateSources {
  readonly commands: readonly CommandEntry[];
  /** Names of this kind, as far as they are known. `typed` are the values of the command's arguments so far. */
  names(kind: Completes & string, typed: readonly string[]): Promise<readonly Candidate[]>;
}

/** What may stand for the last of these words, the one that is being typed; `cao` itself is not among them. */
export async function candidates(words: readonly string[], sources: CandidateSources): Promise<Candidates> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const entry = sources.commands.find(({ path }) => path.every((word, index) => before[index] === word));
  // Nobody expects Tab to run a package's code.
  if (entry?.from !== undefined)
    return { words: [HELP].filter(({ value }) => value.startsWith(current)), paths: 'files' };
  const found =
    entry === undefined
      ? { words: groupWords(before, current, sources.commands) }
      : await inCommand(await entry.load(), before.slice(entry.path.length), current, sources);
  return { ...found, words: found.words.filter(({ value }) => value.startsWith(current)) };
}

function groupWords(before: readonly string[], current: string, entries: readonly CommandEntry[]): Candidate[] {
  const depth = before.length;
  const here = entries.filter(({ path }) => path.length > depth && before.every((word, index) => path[index] === word));
  const byName = new Map<string, string>();
  for (const { path, summary } of here) {
    const name = path[depth] ?? '';
    const below = here.filter((other) => other.path[depth] === name && other.path.length > depth + 1);
    byName.set(name, below.length === 0 ? summary : below.map((other) => other.path[depth + 1]).join(', '));
  }
  const commands = [...byName].map(([value, about]) => ({ value, about }));
  if (!current.startsWith('-') || here.length === 0) return commands;
  return [HELP, ...(depth === 0 ? [{ value: '--version', about: 'show the version' }] : [])];
}

const HELP: Candidate = { value: '--help', about: 'show this help' };

async function inCommand(
  command: Command,
  before: readonly string[],
  current: string,
  sources: CandidateSources,
): Promise<Candidates> {
  const line = readLine(before, command);
  if (line.open !== undefined) return valuesOf(line.open.complete, line.positionals, sources);
  const [, option, prefix] = /^(--[^=]+)=(.*)$/.exec(current) === null ? [] : splitOption(current);
  if (!line.onlyArguments && option !== undefined && prefix !== undefined) {
    const found = await valuesOf(command.options[option.slice(2)]?.complete, line.positionals, sources);
    // A shell completes files only for whole words.
    return { words: found.words.map((word) => ({ ...word, value: `${option}=${word.value}` })) };
  }
  if (!line.onlyArguments && current.startsWith('-')) return { words: optionsLeft(command, line.used) };
  return valuesOf(command.arguments[line.positionals.length]?.complete, line.positionals, sources);
}

function splitOption(word: string): [string, string, string] {
  const at = word.indexOf('=');
  return [word, word.slice(0, at), word.slice(at + 1)];
}

interface Line {
  readonly positionals: readonly string[];
  readonly used: ReadonlySet<string>;
  /** The option whose value comes next. */
  readonly open: OptionSpec | undefined;
  /** After `--` nothing is an option. */
  readonly onlyArguments: boolean;
}

/** Reads what was typed so far as the parser would, but forgives everything. */
function readLine(words: readonly string[], spec: CommandSpec): Line {
  const positionals: string[] = [];
  const used = new Set<string>();
  let open: OptionSpec | undefined;
  let onlyArguments = false;
  for (const word of words) {
    if (open !== undefined) open = undefined;
    else if (onlyArguments || !word.startsWith('-') || word === '-') positionals.push(word);
    else if (word === '--') onlyArguments = true;
    else {
      const [name = ''] = word.split('=', 1);
      const [key, option] = Object.entries(spec.options).find(([long, { short }]) =>
        name.startsWith('--') ? name === `--${long}` : short !== undefined && name === `-${short}`,
      ) ?? [name, undefined];
      used.add(key);
      if (option !== undefined && option.type !== 'flag' && !word.includes('=')) open = option;
    }
  }
  return { positionals, used, open, onlyArguments };
}

function optionsLeft(spec: CommandSpec, used: ReadonlySet<string>): Candidate[] {
  const options = Object.entries(spec.options)
    .filter(([name, { type }]) => type === 'list' || !used.has(name))
    .map(([name, { help }]) => ({ value: `--${name}`, about: help }));
  return [...options, HELP];
}

async function valuesOf(
  complete: Completes | undefined,
  typed: readonly string[],
  sources: CandidateSources,
): Promise<Candidates> {
  if (complete === undefined) return { words: [] };
  if (typeof complete !== 'string') return { words: complete.map((value) => ({ value, about: '' })) };
  if (complete === 'directory') return { words: [], paths: 'directories' };
  const words = await sources.names(complete, typed);
  return complete === 'source' ? { words, paths: 'files' } : { words };
}
