import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProfileStore, installProfile, type InstallOptions } from '../src/index.ts';
import { profileText, testHome, type TestHome } from './helpers.ts';

function optionsFor(at: TestHome, more: Partial<InstallOptions> = {}): InstallOptions {
  return { home: at.home, store: createProfileStore(at), localFiles: true, cwd: at.root, ...more };
}

const answer =
  (status: number, text: string, headers: Record<string, string> = {}): typeof fetch =>
  () =>
    Promise.resolve(new Response(text, { status, headers }));

describe('by name', () => {
  it('copies what ships to agent-context', async () => {
    using at = testHome();
    const result = await installProfile('developer', optionsFor(at));
    expect(result).toEqual({
      name: 'developer',
      kind: 'name',
      contextFile: path.join(at.home, 'agent-context', 'developer.md'),
      storedFile: undefined,
      variablesFile: undefined,
      unresolved: [],
      agentFile: undefined,
      advisories: [],
    });
  });

  it('takes the original again, not the copy it made before', async () => {
    using at = testHome();
    const { contextFile } = await installProfile('developer', optionsFor(at));
    at.write('cao/agent-context/developer.md', 'outdated');
    await installProfile('developer', optionsFor(at));
    expect(readFileSync(contextFile, 'utf8')).toContain('role: developer');
  });

  it('replaces a copy that nobody can read', async () => {
    using at = testHome();
    at.write('cao/agent-context/developer.md', '---\nname: [broken\n---\n');
    const { contextFile } = await installProfile('developer', optionsFor(at));
    expect(readFileSync(contextFile, 'utf8')).toContain('role: developer');
  });

  it('keeps placeholders in the copy, stores their values for the owner only, and names those without', async () => {
    using at = testHome();
    at.write('cao/agent-store/p.md', profileText({}, 'use ${KEY} and ${OTHER}'));
    const result = await installProfile('p', optionsFor(at, { variables: { KEY: 's3cret' } }));
    expect(result.unresolved).toEqual(['OTHER']);
    expect(readFileSync(result.contextFile, 'utf8')).toContain('${KEY}');
    expect(statSync(path.join(at.home, '.env')).mode & 0o777).toBe(0o600);
    expect((await createProfileStore(at).load('p')).system_prompt).toBe('use s3cret and ${OTHER}');
  });

  it('maps groups in the name to a safe file name', async () => {
    using at = testHome();
    at.write('cao/agent-store/p.md', profileText({ name: 'team/lead' }));
    expect((await installProfile('p', optionsFor(at))).contextFile).toMatch(/agent-context\/team__lead\.md$/);
  });
});

describe('the name of a profile that ships', () => {
  it.each([
    ['the file', 'developer.md', {}],
    ['the front matter', 'mine.md', { name: 'developer' }],
  ])('is refused in %s, since it would not be used', async (_case, file, fields) => {
    using at = testHome();
    at.write(`work/${file}`, profileText(fields));
    const install = installProfile(`work/${file}`, optionsFor(at));
    await expect(install).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining("'developer'") });
    expect(existsSync(at.home)).toBe(false);
  });
});

describe('from a file', () => {
  it('copies it to the local store and installs it', async () => {
    using at = testHome();
    const text = profileText({ description: 'mine', role: 'reviewer' });
    at.write('work/mine.md', text);
    const result = await installProfile('work/mine.md', optionsFor(at));
    expect(result).toMatchObject({ name: 'mine', kind: 'file' });
    expect(readFileSync(result.storedFile ?? '', 'utf8')).toBe(text);
    expect(readFileSync(result.contextFile, 'utf8')).toBe(text);
  });

  it.each([
    ['a broken profile', 'bad.md', profileText({ permissionMode: 'never' }), 'profile_invalid'],
    ['an unknown role', 'bad.md', profileText({ role: 'boss' }), 'profile_invalid'],
    ['a hostile name inside', 'bad.md', profileText({ name: '../../evil' }), 'profile_invalid'],
    ['a file name that is no profile name', 'a b.md', profileText({}), 'invalid_input'],
  ])('writes nothing for %s', async (_case, file, text, code) => {
    using at = testHome();
    at.write(`work/${file}`, text);
    const variables = { A: '1' };
    await expect(installProfile(`work/${file}`, optionsFor(at, { variables }))).rejects.toMatchObject({ code });
    expect(existsSync(at.home)).toBe(false);
  });

  it('says which file is missing, and refuses paths from remote callers', async () => {
    using at = testHome();
    await expect(installProfile('no/such.md', optionsFor(at))).rejects.toMatchObject({ code: 'not_found' });
    at.write('work/mine.md', profileText({}));
    await expect(installProfile('work/mine.md', optionsFor(at, { localFiles: false }))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('from a URL', () => {
  const good = 'https://raw.githubusercontent.com/o/r/main/agents/writer.md';

  it('stores what an allowed host sends', async () => {
    using at = testHome();
    const result = await installProfile(
      good,
      optionsFor(at, { fetch: answer(200, profileText({ role: 'reviewer' })) }),
    );
    expect(result).toMatchObject({ name: 'writer', kind: 'url' });
    expect(existsSync(path.join(at.home, 'agent-store', 'writer.md'))).toBe(true);
  });

  it.each([
    ['http://github.com/o/r/x.md', 'only https'],
    ['https://evil.example/o/x.md', 'not allowed'],
    ['https://github.com.evil.example/o/x.md', 'not allowed'],
    ['https://github.com:444/o/x.md', 'not allowed'],
    ['https://user@github.com/o/x.md', 'user name'],
    ['https://github.com/o/x.md?raw=1', 'query'],
    ['https://github.com/o/x.md#top', 'fragment'],
    ['https://github.com/o/x.txt', 'NAME.md'],
    ['https://github.com/o/%2e%2e/x.md', 'Cannot download https://github.com/x.md'],
    ['https://github.com/o//x.md', 'plain'],
    ['https://', 'not a URL'],
  ])('refuses %s', async (url, reason) => {
    using at = testHome();
    const install = installProfile(url, optionsFor(at, { fetch: answer(500, '') }));
    await expect(install).rejects.toThrow(new RegExp(reason));
  });

  it.each([
    ['a redirect', answer(302, '', { location: 'https://evil.example' }), 'redirects are not followed'],
    ['an error', answer(404, 'no'), 'answered 404'],
    ['a page that is too large', answer(200, 'x'.repeat(1024 * 1024 + 1)), 'larger than'],
    ['front matter that is broken', answer(200, '---\nname: [\n---\n'), 'not valid'],
  ])('stores nothing after %s', async (_case, fetcher, reason) => {
    using at = testHome();
    await expect(installProfile(good, optionsFor(at, { fetch: fetcher }))).rejects.toThrow(reason);
    expect(existsSync(at.home)).toBe(false);
  });

  it('lets the list of hosts be replaced', async () => {
    using at = testHome();
    const options = optionsFor(at, { allowedHosts: ['profiles.example'], fetch: answer(200, 'hi') });
    await expect(installProfile(good, options)).rejects.toThrow('not allowed');
    expect((await installProfile('https://profiles.example/p.md', options)).name).toBe('p');
  });
});
