#!/usr/bin/env node
import { readFileSync, statSync } from 'node:fs';

const bundle = new URL('../dist/bundle/', import.meta.url);

/** False when there is none, or a package was built after it. */
function isFresh() {
  const time = (file) => statSync(new URL(file, bundle), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const made = time('main.js');
  return (
    made > 0 && JSON.parse(readFileSync(new URL('parts.json', bundle), 'utf8')).every((part) => time(part) <= made)
  );
}

await import(isFresh() ? '../dist/bundle/main.js' : '../dist/main.js');
