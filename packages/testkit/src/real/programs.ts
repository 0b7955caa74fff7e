import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RealCliName } from './pins.ts';

/** The program of a CLI in the folder into which npm installed it, relative to that folder. Undefined when it is not there. */
export function findProgram(name: RealCliName, root: string): string | undefined {
  const modules = 'node_modules';
  const platform = `${process.platform}-${process.arch}`;
  const candidates: Readonly<Record<RealCliName, readonly string[]>> = {
    // The package's own bin is a placeholder until its install script has run; what it would put there lies beside it.
    claude: [platform, `${platform}-musl`].flatMap((name) =>
      ['claude', 'claude.exe'].map((file) => join(modules, '@anthropic-ai', `claude-code-${name}`, file)),
    ),
    codex: [join(modules, '@openai', 'codex', 'bin', 'codex.js')],
  };
  return candidates[name].find((path) => existsSync(join(root, path)));
}
