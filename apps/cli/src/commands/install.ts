import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { printable, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readPairs } from '../launch/env-pairs.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';
import type { InstalledAgent } from '@cao/server';

const PROVIDER = /^[a-z][a-z0-9_]{0,63}$/;

export const install = defineCommand({
  description:
    'Installs an agent profile: one that ships with CAO, a Markdown file, or an https address on an allowed host. A CLI that keeps agents of its own gets it as one of them.\nWorks without a server, for every provider.',
  arguments: [{ name: 'SOURCE', help: 'profile name, path of a .md file, or https URL', complete: 'source' }],
  options: {
    provider: {
      type: 'text',
      value: 'NAME',
      complete: 'provider',
      help: "agent CLI that will run it; the profile's, else kiro_cli, unless given",
    },
    env: { type: 'list', value: 'KEY=VALUE', help: 'value for ${KEY} in profiles, kept in .env of the CAO home' },
    force: { type: 'flag', help: "replace an agent of that name in the CLI's own store that is not CAO's" },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao install code_supervisor' },
    { command: 'cao install ./my-agent.md --env API_BASE=https://api.example' },
    { command: 'cao install https://raw.githubusercontent.com/me/agents/main/writer.md --provider q_cli' },
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
    const { installAgent, installResponse } = await import('@cao/server');
    const { readSetting } = await import('../settings/find-setting.ts');
    const hosts = (await readSetting('profiles.allowed_hosts', io)).value as readonly string[];
    const done = await installAgent(source, {
      home: homeOf(io),
      userHome: io.userHome,
      env: io.env,
      cwd: io.cwd,
      localFiles: true,
      provider: options.provider,
      variables,
      force: options.force,
      ...(hosts.length > 0 ? { allowedHosts: hosts } : {}),
    });
    if (options.json) io.out(json(installResponse(done)));
    else io.out(text(done, source, Object.keys(variables).length, io));
    warn(done, io);
    return EXIT.ok;
  },
});

function text(done: InstalledAgent, source: string, variables: number, io: Io): string {
  const tick = styleFor(io.stdout, io.env).green('✓');
  const lines = [
    done.kind === 'file' ? `Copied ${printable(source)} to ${done.storedFile}` : '',
    done.kind === 'url' ? `Downloaded ${printable(source)} to ${done.storedFile}` : '',
    `Agent '${done.name}' installed successfully`,
    done.variablesFile === undefined ? '' : `Set ${variables} env var(s) in ${done.variablesFile}`,
    `Context file: ${done.contextFile}`,
    done.agentFile === undefined ? '' : `${done.provider} agent: ${done.agentFile}`,
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => `${tick} ${line}\n`)
    .join('');
}

function warn(done: InstalledAgent, io: Io): void {
  const style = styleFor(io.stderr, io.env);
  for (const advisory of done.advisories) io.err(`${style.yellow('Note:')} ${printable(advisory)}\n`);
  const [first] = done.unresolved;
  if (first === undefined) return;
  io.err(style.yellow(`Warning: no value for ${done.unresolved.map((name) => `\${${name}}`).join(', ')}`));
  // An agent file has the values in it, so it is made anew with them.
  io.err(`; set with: cao install ${printable(done.name)} --env ${first}=VALUE\n`);
}
