// Packages of plugins for the bench: well-behaved ones that count, and ones that do everything wrong.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each does one thing wrong, in every hook it can have. */
export const BAD = {
  throws: `const hook = () => { throw new Error('every time'); };`,
  hangs: `const hook = () => new Promise(() => {});`,
  floods: `const hook = (event, { logger }) => { for (let n = 0; n < 200; n++) logger.warn('x'.repeat(500)); };`,
  strays: `const hook = () => { setTimeout(() => { throw new Error('nobody catches this'); }, 1); };`,
  exits: `process.exit(3); const hook = () => {};`,
  never: `await new Promise(() => {}); const hook = () => {};`,
};

export function badPlugin(folder, name, types) {
  const body = `const types = ${JSON.stringify(types)}; ${BAD[name]} const hooks = {}; for (const type of types) hooks[type] = hook;`;
  return write(folder, name, `${body} export const plugin = { name: '${name}', hooks };`);
}

/** Counts what it gets, and gaps in it, in `globalThis.counted`. */
export function countingPlugin(folder, name, durable) {
  return write(
    folder,
    name,
    `const seen = (globalThis.counted ??= {})['${name}'] = { count: 0, gaps: 0, last: -1 };
    export const plugin = { name: '${name}', durable: ${durable}, hooks: { terminal_status({ data }) {
      if (data.n !== seen.last + 1) seen.gaps += 1;
      seen.last = data.n;
      seen.count += 1;
    } } };`,
  );
}

function write(folder, name, source) {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  const cao = { apiVersion: 1, plugins: { [name]: './index.js' } };
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name, version: '1.0.0', type: 'module', cao }));
  writeFileSync(join(directory, 'index.js'), source);
  return directory;
}
