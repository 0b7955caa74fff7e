import path from 'node:path';
import { expect, it } from 'vitest';
import { createProfileStore } from '../src/index.ts';
import { testHome } from './helpers.ts';

const profile = (name: string, description: string): string =>
  `---\nname: ${name}\ndescription: ${description}\n---\n\nText.\n`;

it('profiles of packages are used where nobody else has the name', async () => {
  using at = testHome();
  at.write('shipped/ours.md', profile('ours', 'ships'));
  at.write('cao/agent-store/mine.md', profile('mine', 'mine'));
  for (const name of ['ours', 'mine', 'theirs']) at.write(`package/${name}.md`, profile(name, 'package'));
  at.write('package/odd.md', '---\nname: [\n---\n');
  const store = createProfileStore({
    home: at.home,
    userHome: at.root,
    builtins: path.join(at.root, 'shipped'),
    packages: () => [{ source: 'package:x', path: path.join(at.root, 'package') }],
  });
  const rows = await store.list();
  expect(rows.map(({ name, source, shadowed }) => [name, source, shadowed])).toEqual([
    ['mine', 'local', undefined],
    ['odd', 'package:x', undefined],
    ['ours', 'built-in', undefined],
    ['theirs', 'package:x', undefined],
  ]);
  expect(await store.load('mine')).toMatchObject({ description: 'mine' });
  expect(await store.load('ours')).toMatchObject({ description: 'ships' });
  expect(await store.load('theirs')).toMatchObject({ description: 'package' });
  await expect(store.load('odd')).rejects.toMatchObject({ code: 'profile_invalid' });
});
