import type { SkillCopy } from '@cao/profiles';
import { caoError } from '@cao/client';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { skillFolderOf } from '../skills/skill-folder.ts';
import { skillSources } from '../skills/skill-sources.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

const SAID: Readonly<Record<SkillCopy['outcome'], string>> = {
  added: 'Installed',
  replaced: 'Replaced',
  unchanged: 'Up to date:',
  kept: 'Left as it is, since it differs:',
};

export const skillsInstall = defineCommand({
  description:
    "Copies CAO's skills into the folder from which an agent CLI reads your own, so that the agent you work with yourself knows CAO: cao-session-management for working with sessions, cao-plugin and cao-provider for extending it.\nWhat is there under the same name and differs stays as it is; --force replaces it.",
  arguments: [{ name: 'NAME', help: 'one skill; all of the store unless given', optional: true, complete: 'skill' }],
  options: {
    for: {
      type: 'text',
      value: 'PROVIDER',
      required: true,
      help: 'agent CLI: claude_code, codex, kiro_cli, …',
      complete: 'provider',
    },
    force: { type: 'flag', help: 'replace skills of the same name' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao skills install --for claude_code' },
    { command: 'cao skills install cao-session-management --for codex' },
    { command: 'cao skills install --for kiro_cli --force' },
  ],
  exits: { 1: 'failed, or something was left as it is' },
  async run({ args: [name], options }, io) {
    const target = await skillFolderOf(options.for, io);
    const sources = await skillSources(homeOf(io), name, io);
    if (sources.length === 0) {
      throw caoError('not_found', name === undefined ? 'There are no skills to install' : `Skill not found: ${name}`, {
        hint: 'cao skills list shows what there is.',
      });
    }
    const { copySkillsTo } = await import('@cao/profiles');
    const copies = await copySkillsTo(target, sources, options.force);
    const kept = copies.filter(({ outcome }) => outcome === 'kept');
    if (options.json) io.out(json(copies));
    else {
      const style = styleFor(io.stdout, io.env);
      for (const { outcome, path } of copies) {
        io.out(`${outcome === 'kept' ? style.yellow('!') : style.green('✓')} ${SAID[outcome]} ${path}\n`);
      }
    }
    if (kept.length === 0) return EXIT.ok;
    io.err(`${kept.length} skill(s) of yours were not touched. To replace them: add --force\n`);
    return EXIT.failed;
  },
});
