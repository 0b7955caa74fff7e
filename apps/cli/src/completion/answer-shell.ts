import { commands } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { packageCommands } from '../plugins/package-commands.ts';
import { candidates } from './candidates.ts';
import { knownNames } from './known-names.ts';

/**
 * What the completion scripts ask: `SHELL -- WORD...`, the last word being the one that is typed. Answers with a line for each
 * candidate, its explanation behind a tab, and `:files` or `:directories` where the shell's own fit. Never fails.
 */
export async function answerShell(words: readonly string[], io: Io): Promise<number> {
  const [shell, , ...typed] = words;
  const asked = shell === 'bash' ? joined(typed) : { words: typed, cut: 0 };
  try {
    const all = [...commands, ...(await packageCommands(io))];
    const found = await candidates(asked.words, {
      commands: all,
      names: (kind, values) => knownNames(kind, values, io),
    });
    for (const { value, about } of found.words) io.out(`${value.slice(asked.cut)}\t${oneLine(about)}\n`);
    if (found.paths !== undefined) io.out(`:${found.paths}\n`);
  } catch {
    // Nothing to offer is what a shell shows best.
  }
  return EXIT.ok;
}

/** Bash takes `--option=value` for three words and wants only the last of them. */
function joined(words: readonly string[]): { words: readonly string[]; cut: number } {
  const whole: string[] = [];
  let cut = 0;
  for (const word of words) {
    const last = whole.at(-1) ?? '';
    const goesOn = (word === '=' && last.startsWith('--') && !last.includes('=')) || (last.endsWith('=') && cut > 0);
    if (!goesOn) {
      whole.push(word);
      cut = 0;
      continue;
    }
    whole[whole.length - 1] = last + word;
    cut = word === '=' ? last.length + 1 : last.length;
  }
  return { words: whole, cut };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
