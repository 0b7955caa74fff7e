import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { eventually } from '@cao/testkit';
import { expect, it, vi } from 'vitest';
import { registry, tarball } from './support/plugin-packages.ts';
import { realStand, type Stand } from './support/stand.ts';

vi.setConfig({ testTimeout: 180_000 });

const WORKSPACE = path.join(import.meta.dirname, '../../..');
const ZOD = path.join(WORKSPACE, 'packages/contracts/node_modules/zod');

/** The plugin of the guide as somebody would type it off: a name in backquotes, then its text. */
function typedOff(stand: Stand): string {
  const folder = path.join(stand.home.home, 'call-me');
  mkdirSync(path.join(folder, 'node_modules/@cao'), { recursive: true });
  const guide = readFileSync(path.join(WORKSPACE, 'docs/writing-a-plugin.md'), 'utf8');
  for (const [, name = '', content = ''] of guide.matchAll(/^`([a-z.]+)`\n\n```\w+\n([\s\S]*?)^```$/gm)) {
    writeFileSync(path.join(folder, name), content);
  }
  // What npm install does.
  symlinkSync(path.join(WORKSPACE, 'packages/plugin-sdk'), path.join(folder, 'node_modules/@cao/plugin-sdk'));
  symlinkSync(ZOD, path.join(folder, 'node_modules/zod'));
  return folder;
}

it('the plugin of the guide passes its test, packs, installs elsewhere, and calls somebody when an agent asks', async () => {
  await using stand = await realStand();
  await using npm = await registry();
  npm.publish(tarball(ZOD, stand.home.home));
  writeFileSync(path.join(stand.home.home, '.npmrc'), `registry=${npm.url}\n`);
  const folder = typedOff(stand);
  expect(readFileSync(path.join(folder, 'index.js'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(15);
  const { NODE_TEST_CONTEXT: _own, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--test'], { cwd: folder, env });
  expect(stdout).toMatch(/pass 2\b/);

  const phone = createServer((request, response) => {
    void text(request).then((said) => {
      response.end();
      phone.emit('told', said);
    });
  });
  await once(phone.listen(0, '127.0.0.1'), 'listening');
  const told = once(phone, 'told') as Promise<[string]>;
  expect(await stand.ok('plugin', 'add', tarball(folder, stand.home.home))).toContain('✓ plugin call-me');
  await stand.ok('server', 'start');
  const missing = await stand.cao('plugin', 'doctor', 'call-me');
  expect(missing.stdout).toContain('url (not set; CAO_PLUGIN_CALL_ME_URL): Invalid input: expected string');
  expect(missing.code).toBe(1);

  const url = `http://127.0.0.1:${(phone.address() as AddressInfo).port}`;
  await stand.ok('config', 'set', 'plugins.options.call-me', JSON.stringify({ url }));
  await stand.ok('server', 'stop');
  await stand.ok('server', 'start');
  await eventually(async () => expect(await stand.ok('plugin', 'doctor', 'call-me')).toContain('running'));
  const launch = ['launch', '--agents', 'developer', '--provider', 'mock_cli', '--headless', '--yolo'];
  await stand.ok(...launch, '--async', '--session-name', 'try', 'ASK Delete build? | yes | no').catch(() => undefined);
  expect((await told)[0]).toMatch(/^cao-try: .*Delete build\?/s);
  await eventually(async () =>
    expect(await stand.ok('plugin', 'doctor', 'call-me')).toMatch(/running; [12] event\(s\) delivered, 0 waiting/),
  );
  phone.close();
});
