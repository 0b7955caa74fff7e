import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TestHome extends Disposable {
  readonly root: string;
  readonly home: string;
  readonly userHome: string;
  write(relative: string, text: string): string;
}

/** CAO's home at `cao`, the user's at `user`, below one temporary folder. */
export function testHome(): TestHome {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'cao-profiles-')));
  return {
    root,
    home: path.join(root, 'cao'),
    userHome: path.join(root, 'user'),
    write(relative, text) {
      const file = path.join(root, relative);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

export function profileText(fields: Record<string, string>, body = 'Do the work.'): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
  return ['---', ...lines, '---', '', body, ''].join('\n');
}
