import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { CaoError } from '@cao/contracts';

/** What a person named: something in the registry, or something on this machine. */
export type PackageSpec =
  | { readonly type: 'registry'; readonly spec: string; readonly name: string }
  | { readonly type: 'local'; readonly path: string };

const REGISTRY = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:@([a-zA-Z0-9^~<>=|.*+ -]{1,64}))?$/;

/** Name, name@version, folder or tarball. Throws `invalid_input` for everything else: what it is should be seen from what it is called. */
export function readSpec(given: string, cwd: string): PackageSpec {
  const local =
    /^(\.{0,2}[/\\]|\.{1,2}$|~[/\\]|file:)/.test(given) || path.isAbsolute(given) || /\.(tgz|tar\.gz)$/.test(given);
  if (local) return { type: 'local', path: checkedPath(given, cwd) };
  const [, name] = REGISTRY.exec(given) ?? [];
  if (name !== undefined) return { type: 'registry', spec: given, name };
  throw new CaoError('invalid_input', `'${given}' is neither a package, a folder nor a tarball.`, {
    hint: 'As in: cao plugin add cao-plugin-x, cao-plugin-x@1.2.0, ./folder, ./file.tgz. What is in a repository is cloned first.',
  });
}

function checkedPath(given: string, cwd: string): string {
  const plain = given.replace(/^file:(\/\/)?/, '').replace(/^~(?=[/\\])/, homedir());
  const absolute = path.resolve(cwd, plain);
  if (!existsSync(absolute)) {
    throw new CaoError('not_found', `There is nothing at ${absolute}.`, {
      hint: 'Name a folder with a package.json, or a tarball.',
    });
  }
  if (statSync(absolute).isDirectory() && !existsSync(path.join(absolute, 'package.json'))) {
    throw new CaoError('invalid_input', `There is no package.json in ${absolute}.`, {
      hint: 'Name the folder of the package.',
    });
  }
  return absolute;
}
