import { accessSync, constants } from 'node:fs';

const PERL = '/usr/bin/perl';

/** What Perl itself would obey. It gets these variables under another name and gives them their own back. */
const FOR_PERL = /^PERL/;
const ALIAS = 'CAO_KEPT_';

/** Closes every handle beyond the three of the terminal, then becomes the program: same process, same environment. */
const CLOSE_AND_EXEC = [
  'opendir(my $d,"/proc/self/fd");my @n=readdir $d;closedir $d;',
  'for(@n){$_=~/^\\d+$/&&$_>2&&open(my $h,"<&=",$_)&&close $h}',
  `delete $ENV{PERL_BADLANG};for(keys %ENV){$ENV{$1}=delete $ENV{$_} if /^${ALIAS}(.*)/s}`,
  'my $p=shift;exec{$p}@ARGV;print STDERR "$p: $!\\n";exit 127',
].join('');

export interface Launch {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

let perl: boolean | undefined;

/**
 * On Linux node-pty 1.1 leaves the handles of all earlier terminals open in every program it starts. An agent could then read
 * another one's terminal, and no terminal would hang up when the host dies, because others still hold it. Neither Node nor a
 * small shell can close them, Perl can, in about 2 ms. Where there is no Perl the program starts with those handles.
 */
export function withoutInheritedHandles(program: string, { argv, env }: Launch): Launch {
  if (process.platform !== 'linux') return { argv, env };
  perl ??= isExecutable(PERL);
  if (!perl) return { argv, env };
  const variables = Object.entries(env).map(([name, value]) => [FOR_PERL.test(name) ? ALIAS + name : name, value]);
  return {
    argv: [PERL, '-e', CLOSE_AND_EXEC, program, ...argv],
    // Perl would complain on the terminal about a locale that is not installed.
    env: { ...Object.fromEntries(variables), PERL_BADLANG: '0' },
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
