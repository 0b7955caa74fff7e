import { runCommand } from 'citty';
import { commandTree } from './command-tree.ts';
import type { CommandEntry } from './command-entry.ts';
import { commands } from './commands.ts';
import { reportError, UsageError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { commandHelp, groupHelp, usageLine } from './help.ts';
import type { Io } from './io.ts';
import { parseCommandLine } from './parse.ts';
import { VERSION } from './version.ts';

/** What the scripts of `cao completion` call; no command, since nobody types it. */
const COMPLETE = '__complete';
const LONGEST_PATH = 2;
/** A word with more is another word. */
const MAX_TYPING_ERRORS = 2;

/** Runs one command line (without `node` and the script) and resolves with the exit code. Never throws. */
export async function run(words: readonly string[], io: Io): Promise<number> {
  if (words[0] === COMPLETE) return (await import('./completion/answer-shell.ts')).answerShell(words.slice(1), io);
  const known = commands.some(({ path }) => path.every((word, index) => words[index] === word));
  if (!known) return otherWords(words, io);
  let code: number = EXIT.ok;
  const tree = commandTree(commands, async (entry, rest) => {
    code = await runLeaf(entry, rest, io);
  });
  await runCommand(tree, { rawArgs: [...words] });
  return code;
}

async function runLeaf(entry: CommandEntry, words: readonly string[], io: Io): Promise<number> {
  try {
    const command = await entry.load();
    if (asksForHelp(words)) {
      io.out(commandHelp(entry.path, command));
      return EXIT.ok;
    }
    try {
      return await command.run(parseCommandLine(words, command), io);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return usageFailure(usageLine(entry.path, command), entry.path, error.message, io);
    }
  } catch (error) {
    return reportError(error, io);
  }
}

/** Commands of packages, and everything that needs to know of them: they are searched only here. */
async function otherWords(words: readonly string[], io: Io): Promise<number> {
  const [first] = words;
  if (first === '--version' || first === '-V') {
    io.out(`cao ${VERSION}\n`);
    return EXIT.ok;
  }
  const inGroup = commands.some(({ path }) => path[0] === first);
  const { packageCommands } = await import('./plugins/package-commands.ts');
  const brought = inGroup ? [] : await packageCommands(io);
  const entry = brought.find(({ path }) => path[0] === first);
  return entry === undefined
    ? withoutCommand(words, [...commands, ...brought], io)
    : runLeaf(entry, words.slice(1), io);
}

async function withoutCommand(words: readonly string[], commands: readonly CommandEntry[], io: Io): Promise<number> {
  const group = words.slice(0, LONGEST_PATH - 1).filter((word) => commands.some(({ path }) => path[0] === word));
  const rest = words.slice(group.length);
  if (rest.length === 0 || rest[0] === '--help' || rest[0] === '-h') {
    io.out(groupHelp(group, commands, VERSION));
    return EXIT.ok;
  }
  const word = rest[0] ?? '';
  const message = word.startsWith('-')
    ? `No such option: ${word}`
    : `No such command '${word}'.${await suggestion(word, group, commands)}`;
  return usageFailure(`Usage: ${['cao', ...group].join(' ')} COMMAND [options]`, group, message, io);
}

/** The nearest command at this place, when it is near enough to be meant. */
async function suggestion(word: string, group: readonly string[], commands: readonly CommandEntry[]): Promise<string> {
  const { closestMatch } = await import('leven');
  const here = commands.filter(({ path }) => group.every((part, at) => path[at] === part));
  const names = here.flatMap(({ path }) => path[group.length] ?? []);
  const nearest = closestMatch(word, names, { maxDistance: MAX_TYPING_ERRORS });
  return nearest === undefined ? '' : ` Did you mean '${['cao', ...group, nearest].join(' ')}'?`;
}

/** `--help` anywhere before `--`. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  return own.includes('--help') || own.includes('-h');
}

function usageFailure(usage: string, path: readonly string[], message: string, io: Io): number {
  io.err(`${usage}\nTry '${['cao', ...path].join(' ')} --help' for help.\n\nError: ${message}\n`);
  return EXIT.usage;
}
