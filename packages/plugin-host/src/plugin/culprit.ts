import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PluginEntry } from '../discover.ts';

/** Whose code an error comes from. */
export interface Culprit {
  /** Undefined: one of the plugins, and nothing says which. */
  readonly name: string | undefined;
}

/**
 * By the files in the stack: a plugin among them began it. Where there is none, it is still no error of ours when all files are of
 * what was installed for plugins, or when there are none at all, as with a socket that nobody listens to.
 */
export function culpritOf(error: unknown, plugins: readonly PluginEntry[]): Culprit | undefined {
  if (!(error instanceof Error)) return undefined;
  const files = filesOf(error.stack ?? '');
  for (const file of files) {
    const owner = plugins.find(({ directory }) => isIn(file, directory));
    if (owner !== undefined) return { name: owner.name };
  }
  const foreign = plugins.filter(({ source }) => source !== 'built-in');
  if (foreign.length === 0) return undefined;
  const explained = files.length === 0 ? isSystemError(error) : files.every((file) => isInstalledFor(file, foreign));
  return explained ? { name: undefined } : undefined;
}

/** Paths and file URLs in the frames of a stack, without Node's own. */
function filesOf(stack: string): string[] {
  return stack.split('\n').flatMap((line) => {
    const frame = /^\s+at .*?\(?((?:file:\/\/)?\/[^()]*?):\d+:\d+\)?$/.exec(line);
    return frame?.[1] === undefined ? [] : [decoded(frame[1])];
  });
}

function decoded(file: string): string {
  if (!file.startsWith('file://')) return file;
  try {
    return decodeURIComponent(new URL(file).pathname);
  } catch {
    return file;
  }
}

function isIn(file: string, directory: string): boolean {
  return file.startsWith(directory + sep) || file.startsWith(`${pathToFileURL(directory).href}/`);
}

/** In the same `node_modules` as a plugin: a dependency of it. */
function isInstalledFor(file: string, plugins: readonly PluginEntry[]): boolean {
  return plugins.some(({ directory }) => {
    const index = directory.lastIndexOf(`${sep}node_modules${sep}`);
    return index !== -1 && file.startsWith(directory.slice(0, index + `${sep}node_modules${sep}`.length));
  });
}

function isSystemError(error: Error): boolean {
  return typeof Reflect.get(error, 'syscall') === 'string';
}
