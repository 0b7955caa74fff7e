import { pathToFileURL } from 'node:url';
import type { z } from 'zod';
import { withTimeLimit } from './time-limit.ts';

export interface Wanted<T> {
  /** The named export that is tried before the default one. */
  readonly name: string;
  readonly brand: symbol;
  readonly version: number;
  readonly shape: z.ZodType<T>;
}

/**
 * Imports a module and returns the export that has the wanted shape, or what an exported function makes that has it. The object
 * itself is returned, not a copy. Throws an Error that says what was found instead.
 */
export async function load<T>(file: string, wanted: Wanted<T>, limitMs: number): Promise<T> {
  const url = pathToFileURL(file).href;
  const module = (await withTimeLimit(`importing ${file}`, limitMs, () => import(url))) as Record<string, unknown>;
  const problems: string[] = [];
  for (const exported of exportsOf(module, wanted.name)) {
    const value: unknown = typeof exported === 'function' ? (exported as () => unknown)() : exported;
    const problem = problemOf(value, wanted);
    if (problem === undefined) return value as T;
    problems.push(problem);
  }
  throw new Error(`${file} ${problems[0] ?? `has no export "${wanted.name}" or default`}`);
}

/** CommonJS arrives as the default export, and compiled ES modules have a default of their own in there. */
function exportsOf(module: Record<string, unknown>, name: string): Set<unknown> {
  const inner = module['default'];
  const nested = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  const found = [module[name], nested[name], nested['default'], inner];
  return new Set(found.filter((value) => value !== undefined));
}

function problemOf<T>(value: unknown, { name, brand, version, shape }: Wanted<T>): string | undefined {
  const made: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, brand) : undefined;
  if (made !== undefined && made !== version) {
    return `was made with version ${JSON.stringify(made)} of the interface; this CAO has ${version}`;
  }
  const checked = shape.safeParse(value);
  if (checked.success) return undefined;
  const [issue] = checked.error.issues;
  return `exports no ${name}: ${[...(issue?.path ?? []), ''].join('.')} ${issue?.message}`;
}
