import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { isRefusal, readManifest } from '../manifest.ts';
import { findPackage, isPackage } from '../node-modules.ts';

/**
 * The packages that were installed beside the one of a folder: what else the same project depends on, or what else is installed
 * globally. None when it was not installed at all.
 */
export function siblingsOf(directory: string): { name: string; directory: string }[] {
  const own = realpathSync(directory);
  const modules = outermost(own);
  if (modules === undefined) return [];
  const project = dirname(modules);
  const names = isPackage(project) ? dependenciesOf(project) : installed(modules);
  return names.flatMap((name) => {
    const found = findPackage(name, project);
    return found === undefined || found === own || own.startsWith(found + sep) ? [] : [{ name, directory: found }];
  });
}

/** `/usr/lib/node_modules` of `/usr/lib/node_modules/cao/node_modules/x`. */
function outermost(path: string): string | undefined {
  const parts = path.split(sep);
  const index = parts.indexOf('node_modules');
  return index === -1 ? undefined : parts.slice(0, index + 1).join(sep);
}

function dependenciesOf(project: string): readonly string[] {
  const manifest = readManifest(project, 'project');
  if (isRefusal(manifest)) return [];
  return [...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies];
}

function installed(modules: string): readonly string[] {
  return readdirSync(modules).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name];
  });
}
