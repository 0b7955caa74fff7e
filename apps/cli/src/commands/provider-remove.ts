import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';

export const providerRemove = defineCommand({
  description:
    'Takes a provider that was added with `cao provider add` out of settings.json. Its folder stays, and agents that run go on.',
  arguments: [{ name: 'NAME', help: 'provider id, package name, or folder', complete: 'provider' }],
  options: {},
  examples: [{ command: 'cao provider remove goose_cli' }, { command: 'cao provider remove ./goose-cli' }],
  async run({ args: [name] }, io) {
    const { removePackage } = await import('@cao/server');
    const given = path.resolve(io.cwd, name);
    const folder = await realpath(given).catch(() => given);
    const listed = removePackage(name, folder, homeOf(io));
    io.out(`${styleFor(io.stdout, io.env).green('✓')} ${printable(listed)} is no longer listed\n`);
    return EXIT.ok;
  },
});
