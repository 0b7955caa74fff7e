import { accessSync, constants } from 'node:fs';

const PERL = '/usr/bin/perl';

/** Closes every handle beyond the three of the terminal, then becomes the program: same process, same environment. */
const CLOSE_AND_EXEC = [
  'opendir(my $d,"/proc/self/fd");my @n=readdir $d;closedir $d;',
  'for(@n){$_=~/^\\d+$/&&$_>2&&open(my $h,"<&=",$_)&&close $h}',
  'my $p=shift;exec{$p}@ARGV;print STDERR "$p: $!\\n";exit 127',
].join('');

let perl: boolean | undefined;

/**
 * On Linux node-pty 1.1 leaves the handles of all earlier terminals open in every program it starts. An agent could then read
 * another one's terminal, and no terminal would hang up when the host dies, because others still hold it. Neither Node nor a
 * small shell can close them, Perl can, in about 2 ms. Where there is no Perl the program starts with those handles.
 */
export function withoutInheritedHandles(
  program: string,
  argv: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  if (process.platform !== 'linux') return argv;
  perl ??= isExecutable(PERL);
  return perl ? [PERL, '-e', CLOSE_AND_EXEC, program, ...argv] : argv;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
