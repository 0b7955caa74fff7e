import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { printable, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { readPairs } from '../launch/env-pairs.ts';
import { styleFor } from '../style.ts';

const PROVIDER = /^[a-z][a-z0-9_]{0,63}$/;

export const install = defineCommand({
  description:
    'Installs an agent profile: one that ships with CAO, a Markdown file, or an https address on an allowed host.\nWorks without a server, for every provider.',
  arguments: [{ name: 'SOURCE', help: 'profile name, path of a .md file, or https URL' }],
  options: {
    provider: {
      type: 'text',
      value: 'NAME',
      help: 'accepted for compatibility; a profile is installed for all providers',
    },
    env: { type: 'list', value: 'KEY=VALUE', help: 'value for ${KEY} in profiles, kept in .env of the CAO home' },
  },
  examples: [
    { command: 'cao install code_supervisor' },
    { command: 'cao install ./my-agent.md --env API_BASE=https://api.example' },
  ],
  async run({ args: [source], options }, io) {
    const variables = readPairs(options.env);
    if (options.provider !== undefined && !PROVIDER.test(options.provider)) {
      throw new UsageError(`Invalid value for '--provider': '${options.provider}' is not a provider id.`);
    }
    const isFile = source.endsWith('.md') && !/^https?:\/\//i.test(source);
    if (isFile && !existsSync(path.resolve(io.cwd, source))) {
      throw new UsageError(`Invalid value for 'SOURCE': Path '${source}' does not exist.`);
    }
    const { createProfileStore, installProfile } = await import('@cao/profiles');
    const home = homeOf(io);
    const hosts = (io.env['CAO_PROFILE_ALLOWED_HOSTS'] ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== '');
    const done = await installProfile(source, {
      home,
      store: createProfileStore({ home, userHome: io.userHome }),
      localFiles: true,
      cwd: io.cwd,
      variables,
      ...(hosts.length > 0 ? { allowedHosts: hosts } : {}),
    });

    const tick = styleFor(io.stdout, io.env).green('✓');
    if (done.kind === 'file') io.out(`${tick} Copied ${printable(source)} to ${done.storedFile}\n`);
    if (done.kind === 'url') io.out(`${tick} Downloaded ${printable(source)} to ${done.storedFile}\n`);
    io.out(`${tick} Agent '${done.name}' installed successfully\n`);
    if (done.variablesFile !== undefined) {
      io.out(`${tick} Set ${Object.keys(variables).length} env var(s) in ${done.variablesFile}\n`);
    }
    if (done.unresolved.length > 0) {
      const style = styleFor(io.stderr, io.env);
      io.err(style.yellow(`Warning: no value for ${done.unresolved.map((name) => `\${${name}}`).join(', ')}`));
      io.err(`; set with: cao install ${printable(source)} --env ${done.unresolved[0]}=VALUE\n`);
    }
    io.out(`${tick} Context file: ${done.contextFile}\n`);
    return EXIT.ok;
  },
});
