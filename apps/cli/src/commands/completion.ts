import { defineCommand } from '../command.ts';
import { SCRIPTS, SHELLS } from '../completion/scripts.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

export const completion = defineCommand({
  description:
    'Prints the script with which your shell completes cao: commands, options, and the names of sessions, terminals, profiles, providers, skills and settings.',
  arguments: [{ name: 'SHELL', help: SHELLS.join(', '), complete: SHELLS }],
  options: {},
  examples: [
    { command: 'cao completion bash', note: 'in ~/.bashrc: source <(cao completion bash)' },
    { command: 'cao completion zsh', note: 'in ~/.zshrc, after compinit: source <(cao completion zsh)' },
    { command: 'cao completion fish | source', note: 'in ~/.config/fish/config.fish' },
  ],
  run({ args: [asked] }, io) {
    const shell = SHELLS.find((name) => name === asked);
    if (shell === undefined) {
      throw new UsageError(`Invalid value for 'SHELL': '${asked}' is none of ${SHELLS.join(', ')}.`);
    }
    io.out(SCRIPTS[shell]);
    return Promise.resolve(EXIT.ok);
  },
});
