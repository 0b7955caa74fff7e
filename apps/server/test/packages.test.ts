import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packageContents } from '../src/packages.ts';

/** A home whose settings list a package with a command and skills, and with plugins of these names. */
function home(plugins: readonly string[]): { home: string; folder: string; set(plugins: object): void } {
  const root = mkdtempSync(join(tmpdir(), 'cao-packages-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'package');
  mkdirSync(join(folder, 'skills'), { recursive: true });
  const cao = {
    apiVersion: 1,
    plugins: Object.fromEntries(plugins.map((name) => [name, './index.js'])),
    commands: { hello: { file: './index.js', summary: 'says hello' } },
    skills: './skills',
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'cao-hello', cao }));
  writeFileSync(join(folder, 'index.js'), '');
  return {
    home: root,
    folder,
    set: (settings) =>
      writeFileSync(join(root, 'settings.json'), JSON.stringify({ plugins: { packages: [folder], ...settings } })),
  };
}

test.each([
  ['nothing is switched off', [], {}, true],
  ['all are', [], { enabled: false }, false],
  ['the package is', ['a'], { disabled: ['cao-hello'] }, false],
  ['its only plugin is', ['a'], { disabled: ['a'] }, false],
  ['one of its plugins is', ['a', 'b'], { disabled: ['a'] }, true],
  ['only others are on', ['a'], { only: ['other'] }, false],
  ['only a plugin of it is on', ['a'], { only: ['a'] }, true],
])('a package brings what it has unless it is switched off: %s', (_, plugins, settings, brings) => {
  const at = home(plugins);
  at.set(settings);
  const { commands, skills } = packageContents({ home: at.home });
  expect([commands.length, skills.length]).toEqual(brings ? [1, 1] : [0, 0]);
});

test('nothing comes from a folder that an agent works in', () => {
  const at = home([]);
  at.set({});
  expect(packageContents({ home: at.home, agentFolders: [at.folder] })).toEqual({
    commands: [],
    skills: [],
    profiles: [],
  });
});
