import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SHIPPED_SKILLS } from '@cao/profiles';

export interface SkillCommand {
  /** As `cao-plugin/SKILL.md:12`. */
  readonly where: string;
  /** In running text a command may stand without what it needs. */
  readonly mention: boolean;
  /** Words of the command, the program first, as a shell splits them. */
  readonly words: readonly string[];
}

interface Snippet {
  readonly where: string;
  readonly mention: boolean;
  readonly text: string;
}

/** Programs of which the skills speak; each is replaced by one that only notes its words. */
const PROGRAMS = ['cao', 'cao-server', 'curl', 'ls', 'kiro-cli', 'npm', 'cd'];

/** Every command in the shipped skills, split by a real shell. */
export function skillCommands(folder: string): SkillCommand[] {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  for (const program of PROGRAMS) {
    const file = path.join(bin, program);
    writeFileSync(file, `#!/bin/sh\nexec "$NODE" "$NOTE" ${program} "$@"\n`);
    chmodSync(file, 0o755);
  }
  const note = path.join(folder, 'note.cjs');
  writeFileSync(
    note,
    "require('node:fs').appendFileSync(process.env.NOTES, JSON.stringify(process.argv.slice(2)) + '\\n')\n",
  );
  return files()
    .flatMap(snippets)
    .flatMap((snippet, index) => {
      const notes = path.join(folder, `notes-${index}`);
      writeFileSync(notes, '');
      const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: folder, NODE: process.execPath, NOTE: note, NOTES: notes };
      // A shell has `cd` built in, and reads its start-up files when it takes its input for a connection.
      const script = `cd() { command "${bin}/cd" "$@"; }\n${snippet.text}`;
      execFileSync('bash', ['--norc', '-euc', script], { env, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
      const lines = readFileSync(notes, 'utf8').split('\n');
      const { where, mention } = snippet;
      return lines
        .filter((line) => line !== '')
        .map((line) => ({ where, mention, words: JSON.parse(line) as string[] }));
    });
}

function files(): string[] {
  return readdirSync(SHIPPED_SKILLS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
}

/** Fenced shell blocks whole, and code in running text that begins with one of the programs. */
function snippets(file: string): Snippet[] {
  const lines = readFileSync(path.join(SHIPPED_SKILLS, file), 'utf8').split('\n');
  const found: Snippet[] = [];
  let fence: { at: number; shell: boolean; indent: number; lines: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, indent = '', language] = /^(\s*)```(\w*)\s*$/.exec(line) ?? [];
    if (language !== undefined && fence === undefined) {
      fence = { at: index + 1, shell: ['bash', 'sh'].includes(language), indent: indent.length, lines: [] };
    } else if (language !== undefined && fence !== undefined) {
      // What is commented out is meant to be used too.
      const text = fence.lines
        .map((inside) => inside.slice(fence?.indent ?? 0).replace(/^#\s+(?=cao |  --)/, ''))
        .join('\n');
      if (fence.shell) found.push({ where: `${file}:${fence.at}`, mention: false, text: filled(text) });
      fence = undefined;
    } else if (fence !== undefined) fence.lines.push(line);
    else {
      for (const [, code = ''] of line.matchAll(/`([^`]+)`/g)) {
        const program = code.split(' ')[0] ?? '';
        const isCommand = PROGRAMS.includes(program) && code !== 'cao' && program !== 'cd';
        if (isCommand) found.push({ where: `${file}:${index + 1}`, mention: true, text: filled(code) });
      }
    }
  }
  return found;
}

/** `<profile|path|url>` is a word to fill in, where a shell would read a file of that name; `N` is a number. */
function filled(text: string): string {
  return text
    .replaceAll(/<([a-z][a-z -]*)(\|[a-z|]+)?>/g, (_whole, word: string) => word.replaceAll(' ', '-'))
    .replaceAll(/ N\b/g, ' 60');
}
