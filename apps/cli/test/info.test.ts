import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeServer, session, terminal, worker } from './support/fake-server.ts';
import { cao, place } from './support/run-cao.ts';

describe('info', () => {
  it('says where things are, without a server', async () => {
    using here = place();
    const { code, out } = await cao(['info'], { home: here.home });
    expect(code).toBe(0);
    expect(out.replaceAll(here.home, '(home)')).toMatchInlineSnapshot(`
      "Version:       0.1.0
      Home:          (home)
      Database path: (home)/db/cao.sqlite
      Server:        not running on http://127.0.0.1:1
      Not currently in a CAO session.
      "
    `);
  });

  it('knows the session of the terminal it runs in', async () => {
    await using server = await fakeServer();
    server.route('GET /terminals/aaaa0001', terminal());
    server.route('GET /sessions/cao-x', session('cao-x', terminal(), worker()));
    const env = { CAO_TERMINAL_ID: 'aaaa0001' };
    const { out } = await cao(['info'], { port: server.port, env });
    expect(out.slice(out.indexOf('Session'))).toMatchInlineSnapshot(`
      "Session ID:    cao-x
      Terminal ID:   aaaa0001
      Active terminals: 2
      "
    `);
    const json = await cao(['info', '--json'], { port: server.port, env });
    expect(JSON.parse(json.out)).toMatchObject({
      server: { running: true },
      inside: { session: 'cao-x', terminal: 'aaaa0001', terminals: 2 },
    });
  });

  it('does not fail inside a session whose server is away', async () => {
    const { code, out } = await cao(['info'], { env: { CAO_TERMINAL_ID: 'aaaa0001' } });
    expect(code).toBe(0);
    expect(out).toContain('Warning: its session cannot be found');
  });
});

describe('terminal restore', () => {
  const facts = {
    terminal_id: 'ab12cd34',
    session_name: 'cao-x',
    window_name: 'developer-1a2b',
    agent_profile: 'developer',
    provider: 'mock_cli',
    working_directory: '/project',
    allowed_tools: ['*'],
  };

  function kept(files: Readonly<Record<string, string>>): ReturnType<typeof place> {
    const here = place();
    const folder = path.join(here.home, 'logs', 'terminal');
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return here;
  }

  it('prints the text, and what it was on stderr', async () => {
    using here = kept({
      'ab12cd34.snapshot.json': JSON.stringify(facts),
      'ab12cd34.scrollback': 'one\ntwo \u001b[31m\n\n',
    });
    const { code, out, err } = await cao(['terminal', 'restore', 'ab12cd34'], { home: here.home });
    expect({ code, out }).toEqual({ code: 0, out: 'one\ntwo \\x1b[31m\n' });
    expect(err).toBe(
      'Terminal ab12cd34: developer-1a2b of session cao-x\nAgent developer on mock_cli\nWorking directory: /project\n\n',
    );
    const json = await cao(['terminal', 'restore', 'ab12cd34', '--json'], { home: here.home });
    expect(JSON.parse(json.out)).toMatchObject({ session_name: 'cao-x', scrollback: 'one\ntwo \u001b[31m\n\n' });
  });

  it.each([
    ['is not there', {}, 'No snapshot found for terminal ab12cd34'],
    ['is damaged', { 'ab12cd34.snapshot.json': '{' }, 'Failed to read snapshot'],
    ['has lost its text', { 'ab12cd34.snapshot.json': JSON.stringify(facts) }, 'Nothing was kept of the text'],
  ])('says when a snapshot %s', async (_what, files, message) => {
    using here = kept(files);
    const { code, err } = await cao(['terminal', 'restore', 'ab12cd34'], { home: here.home });
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it('takes nothing but an id', async () => {
    for (const id of ['../../x', 'AB12CD34', 'ab12cd34/']) {
      expect((await cao(['terminal', 'restore', id])).code).toBe(2);
    }
  });
});
