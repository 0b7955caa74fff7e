import { createProfileStore, createSkillStore, lintProfile, readVariables, type ProfileFinding } from '@cao/profiles';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { profileSources, skillSourcesOf } from '../plugins/package-contents.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { readProfileText } from '../profiles/read-profile-text.ts';
import { styleFor, type Style } from '../style.ts';
import { json } from '../text.ts';

export const profileValidate = defineCommand({
  description:
    'Checks a profile: every mistake with file, line, field and what was expected, and what in it has no effect. Works without a server.',
  arguments: [{ name: 'NAME', help: 'profile name, or path of a .md file', complete: 'source' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao profile validate ./my-agent.md' }, { command: 'cao profile validate writer --json' }],
  exits: { 1: 'it cannot be launched as it is' },
  async run({ args: [wanted], options }, io) {
    const home = homeOf(io);
    const store = createProfileStore(await profileSources(io));
    const { openRegistry } = await import('@cao/server');
    const { name, file, text, shipped } = await readProfileText(wanted, io);
    const findings = lintProfile(text, file, name, {
      roles: await store.roles(),
      providers: openRegistry(home)
        .providers()
        .map(({ id }) => id),
      skills: (await createSkillStore(await skillSourcesOf(io)).list()).map((skill) => skill.name),
      variables: await readVariables(home),
      reserved: !shipped && (await store.isReserved(name)),
    });
    const valid = findings.every(({ severity }) => severity !== 'error');
    const style = styleFor(io.stdout, io.env);
    if (options.json) io.out(json({ name, file, valid, findings }));
    else {
      io.out(findings.map((finding) => line(finding, style)).join(''));
      io.out(
        valid ? `${style.green('✓')} ${file} can be launched\n` : `${style.red('✗')} ${file} cannot be launched\n`,
      );
    }
    return valid ? EXIT.ok : EXIT.failed;
  },
});

function line({ severity, file, line: at, field, message }: ProfileFinding, style: Style): string {
  const mark = severity === 'error' ? style.red('[error]') : style.yellow('[warn]');
  return `${mark} ${file}:${at}: ${field === '' ? '' : `${field}: `}${printable(message)}\n`;
}
