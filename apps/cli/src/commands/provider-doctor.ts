import type { ProviderCheck, UnusableProvider } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { ensureServer } from '../server/start.ts';
import { styleFor, type Style } from '../style.ts';
import { json } from '../text.ts';

const PROVEN: Readonly<Record<ProviderCheck['version_proven'], string>> = {
  yes: 'proven',
  between: 'between proven versions',
  older: 'older than every proven version',
  newer: 'newer than every proven version',
  unknown: 'not proven',
};

export const providerDoctor = defineCommand({
  description:
    'Looks at one agent CLI, or at all: program, version, whether that version was proven, whether somebody is signed in, and what mends what is wrong. Nothing is spent.',
  arguments: [{ name: 'NAME', help: 'provider, as claude_code', optional: true, complete: 'provider' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao provider doctor' }, { command: 'cao provider doctor claude_code' }],
  exits: { 1: 'the named provider, or every one, has a problem' },
  async run({ args: [name], options }, io) {
    await ensureServer(io);
    const { providers } = await connect(io);
    const checks = await providers.check(name);
    const unusable = name === undefined ? await providers.unusable() : [];
    const style = styleFor(io.stdout, io.env);
    if (options.json) io.out(json([...checks, ...unusable.map(asRow)]));
    else
      io.out(
        [...checks.map((check) => text(check, style)), ...unusable.map((it) => unusableText(it, style))].join('\n'),
      );
    return checks.some(({ problems }) => problems.length === 0) ? EXIT.ok : EXIT.failed;
  },
});

function text(check: ProviderCheck, style: Style): string {
  const mark = check.problems.length === 0 ? style.green('✓') : style.yellow('!');
  const lines = [`${mark} ${style.bold(check.name)} (${check.title})`];
  if (check.path !== null) {
    lines.push(`    program    ${printable(check.path)}`);
    lines.push(`    version    ${check.version ?? 'unknown'}, ${PROVEN[check.version_proven]}`);
    lines.push(`    signed in  ${check.signed_in}`);
  }
  for (const { what, fix } of check.problems) lines.push(`    ${printable(what)} ${printable(fix)}`);
  return `${lines.join('\n')}\n`;
}

function unusableText({ name, package: from, what, fix }: UnusableProvider, style: Style): string {
  const heading = `${style.red('✗')} ${style.bold(printable(name ?? from))} (not loaded)`;
  return `${heading}\n    ${printable(what)} ${printable(fix)}\n`;
}

/** In the list of checks, with the words those have. */
function asRow({ name, package: from, directory, what, fix }: UnusableProvider): object {
  return { name, package: from, directory, loaded: false, problems: [{ what, fix }] };
}
