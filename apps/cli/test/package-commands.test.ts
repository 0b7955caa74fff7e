import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fakeServer, Refusal } from './support/fake-server.ts';
import { pluginFolder } from './support/plugin-packages.ts';
import { cao, place, type Place } from './support/run-cao.ts';

const TOP = "export const command = { description: 'Says hello.', examples: [{ command: 'cao hello' }],";

/** A package with the command `hello`, listed in the settings. */
function listed({ root, home }: Place, source: string): string {
  const commands = { hello: { file: './index.js', summary: 'says hello' } };
  const folder = pluginFolder(root, { name: 'cao-hello', source: TOP + source, cao: { apiVersion: 1, commands } });
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'settings.json'), JSON.stringify({ plugins: { packages: [folder] } }));
  return folder;
}

const API = `
  arguments: [{ name: 'NAME', help: 'whom' }],
  options: { loud: { type: 'flag', help: 'louder' }, times: { type: 'count', help: 'how often' } },
  async run({ args: [name], options, api, out, err, style }) {
    const { answer } = await api.request('PATCH', '/greetings', { body: { name, ...options } });
    err('a note\\n');
    out(style.red(answer) + '\\n');
  } };`;

it('is parsed, reads and writes the API with the token, and prints without colours on a pipe', async () => {
  using where = place();
  await using server = await fakeServer();
  server.route('PATCH /greetings', { answer: 'hi' });
  listed(where, API);
  writeFileSync(path.join(where.home, 'auth-token'), 'secret\n');
  const ran = await cao(['hello', 'ada', '--times', '2'], { home: where.home, port: server.port });
  expect(ran).toEqual({ code: 0, out: 'hi\n', err: 'a note\n' });
  expect(server.seen.at(-1)).toMatchObject({
    method: 'PATCH',
    body: { name: 'ada', loud: false, times: 2 },
    token: 'secret',
  });
  const wrong = await cao(['hello'], { home: where.home, port: server.port });
  expect(wrong.code).toBe(2);
  expect(wrong.err).toBe(
    "Usage: cao hello [options] NAME\nTry 'cao hello --help' for help.\n\nError: Missing argument 'NAME'.\n",
  );
});

it("shows the server's own words when it refuses, and says so when none runs", async () => {
  using where = place();
  await using server = await fakeServer();
  server.route('PATCH /greetings', () => new Refusal(409, { detail: 'not now', code: 'conflict', hint: 'wait' }));
  listed(where, API);
  const refused = await cao(['hello', 'ada'], { home: where.home, port: server.port });
  expect(refused).toEqual({ code: 1, out: '', err: 'Error: not now\nwait\n' });
  const nobody = await cao(['hello', 'ada'], { home: where.home });
  expect(nobody.code).toBe(1);
  expect(nobody.err).toContain('Failed to connect to cao-server');
});

it('is not run from a folder that an agent works in', async () => {
  using where = place();
  await using server = await fakeServer();
  const folder = listed(where, "async run({ out }) { out('ran'); } };");
  server.route('GET /sessions', [{ name: 'cao-a', working_directory: folder }]);
  const ran = await cao(['hello'], { home: where.home, port: server.port });
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toMatch(
    /^Error: Command hello of cao-hello is not run: an agent works in its folder\.\nInstall a copy/,
  );
  server.route('GET /sessions', []);
  expect((await cao(['hello'], { home: where.home, port: server.port })).out).toBe('ran');
});

it('ends on Ctrl-C', async () => {
  using where = place();
  const wait = "new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))";
  listed(where, `run({ signal, out }) { const waiting = ${wait}; out('waiting'); return waiting; } };`);
  let begin = (): void => undefined;
  const began = new Promise<void>((resolve) => (begin = resolve));
  const ran = await cao(['hello'], { home: where.home, interrupt: began, onOut: () => begin() });
  expect(ran).toEqual({ code: 130, out: 'waiting', err: '' });
});

it('is offered for a typing error, and its code does not run for help or completion', async () => {
  using where = place();
  const folder = listed(where, 'run: async () => 0 };');
  writeFileSync(path.join(folder, 'index.js'), 'globalThis.ranOnTheSide = true; throw new Error("x");');
  expect((await cao(['helo'], { home: where.home })).err).toContain("Did you mean 'cao hello'?");
  expect((await cao(['--help'], { home: where.home })).out).toContain('Commands of installed packages:\n  hello');
  expect((await cao(['__complete', 'fish', '--', 'hel'], { home: where.home })).out).toBe('hello\tsays hello\n');
  expect((await cao(['__complete', 'fish', '--', 'hello', '--'], { home: where.home })).out).toBe(
    '--help\tshow this help\n:files\n',
  );
  expect(globalThis).not.toHaveProperty('ranOnTheSide');
});
