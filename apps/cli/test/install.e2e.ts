import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cao, place } from './support/run-cao.ts';

const NO_WEB = 'web_fetch is not granted: Amazon Q has no tool that does this alone.';

describe('install', () => {
  it.each(['code_supervisor', 'developer', 'reviewer'])('installs the shipped %s without a server', async (name) => {
    using at = place();
    const { code, out, err } = await cao(['install', name], { home: at.home });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const file = path.join(at.home, 'agent-context', `${name}.md`);
    const agent = path.join(at.root, '.kiro', 'agents', `${name}.json`);
    expect(out).toBe(`✓ Agent '${name}' installed successfully\n✓ Context file: ${file}\n✓ kiro_cli agent: ${agent}\n`);
    expect(statSync(agent).mode & 0o777).toBe(0o600);
    expect(existsSync(file)).toBe(true);
  });

  it('installs a file with its variables, and says which have no value', async () => {
    using at = place();
    writeFileSync(path.join(at.root, 'mine.md'), '---\nrole: reviewer\n---\n${KEY} and ${OTHER}\n');
    const { code, out, err } = await cao(['install', './mine.md', '--env', 'KEY=s3cret'], { home: at.home });
    expect(code).toBe(0);
    expect(out.replaceAll(at.root, '~')).toMatchInlineSnapshot(`
      "✓ Copied ./mine.md to ~/home/agent-store/mine.md
      ✓ Agent 'mine' installed successfully
      ✓ Set 1 env var(s) in ~/home/.env
      ✓ Context file: ~/home/agent-context/mine.md
      ✓ kiro_cli agent: ~/.kiro/agents/mine.json
      "
    `);
    expect(err).toMatchInlineSnapshot(`
      "Warning: no value for \${OTHER}; set with: cao install mine --env OTHER=VALUE
      "
    `);
    expect(readFileSync(path.join(at.home, 'agent-context', 'mine.md'), 'utf8')).not.toContain('s3cret');
  });

  it('fails with file, line, field and what was expected', async () => {
    using at = place();
    writeFileSync(path.join(at.root, 'bad.md'), '---\nname: bad\nrole: 5\n---\n');
    const { code, out, err } = await cao(['install', 'bad.md'], { home: at.home });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.replaceAll(at.root, '.')).toMatchInlineSnapshot(`
      "Error: Profile 'bad' is not valid: ./bad.md:3: field 'role': expected string, received number
      Correct ./bad.md and try again.
      "
    `);
    expect(existsSync(at.home)).toBe(false);
  });

  it.each(['nobody', '../developer', 'http://example.com/x.md', 'https://example.com/x.md'])(
    'fails for %s',
    async (source) => {
      using at = place();
      const { code, out, err } = await cao(['install', source], { home: at.home });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^Error: /);
    },
  );

  it('goes to the CLI of the profile unless another is named', async () => {
    using at = place();
    writeFileSync(path.join(at.root, 'p.md'), '---\nprovider: copilot_cli\n---\nWrite.\n');
    const files = {
      copilot_cli: '.copilot/agents/p.agent.md',
      q_cli: '.aws/amazonq/cli-agents/p.json',
      opencode_cli: '.aws/opencode/agents/p.md',
    };
    const own = await cao(['install', 'p.md'], { home: at.home });
    expect(own.out).toContain(`✓ copilot_cli agent: ${path.join(at.root, files.copilot_cli)}\n`);
    for (const [provider, file] of Object.entries(files)) {
      const { code, out } = await cao(['install', 'p', '--provider', provider, '--json'], { home: at.home });
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual({
        success: true,
        message: "Agent 'p' installed successfully",
        agent_name: 'p',
        provider,
        context_file: path.join(at.home, 'agent-context', 'p.md'),
        agent_file: path.join(at.root, file),
        unresolved_vars: null,
        source_kind: 'name',
        // What the role has and Amazon Q has not.
        advisories: provider === 'q_cli' ? [NO_WEB] : [],
      });
      expect(readFileSync(path.join(at.root, file), 'utf8')).not.toBe('');
    }
    const none = JSON.parse(
      (await cao(['install', 'p', '--provider', 'codex', '--json'], { home: at.home })).out,
    ) as object;
    expect(none).toMatchObject({ provider: 'codex', agent_file: null });
  });

  it('writes nothing for a provider that is not there, and says so of one that the profile names', async () => {
    using at = place();
    const refused = await cao(['install', 'developer', '--provider', 'nobody'], { home: at.home });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain("Provider 'nobody' is not available.");
    expect(existsSync(at.home)).toBe(false);
    writeFileSync(path.join(at.root, 'p.md'), '---\nprovider: nobody\n---\nWrite.\n');
    const { code, err } = await cao(['install', 'p.md'], { home: at.home });
    expect({ code, err }).toEqual({
      code: 0,
      err: "Note: The profile names the provider 'nobody', which is not here; kiro_cli is used.\n",
    });
  });

  it('leaves an agent of the person’s as it is, unless told otherwise, and renews its own', async () => {
    using at = place();
    const agent = path.join(at.root, '.kiro', 'agents', 'developer.json');
    mkdirSync(path.dirname(agent), { recursive: true });
    writeFileSync(agent, '{"name":"developer","prompt":"mine"}');
    const kept = await cao(['install', 'developer'], { home: at.home });
    expect(kept.code).toBe(0);
    expect(kept.err).toContain(`${agent} was left as it is`);
    expect(kept.out).not.toContain('kiro_cli agent');
    expect(readFileSync(agent, 'utf8')).toBe('{"name":"developer","prompt":"mine"}');
    expect((await cao(['install', 'developer', '--force'], { home: at.home })).err).toBe('');
    const ours = readFileSync(agent, 'utf8');
    expect(ours).not.toContain('mine');
    expect((await cao(['install', 'developer'], { home: at.home })).err).toBe('');
    expect(readFileSync(agent, 'utf8')).toBe(ours);
  });

  it('has values of placeholders in the agent file only, which nobody else can read', async () => {
    using at = place();
    writeFileSync(
      path.join(at.root, 'p.md'),
      '---\nmcpServers: { db: { command: db, env: { KEY: "${KEY}" } } }\n---\nUse ${KEY} and ${OTHER}.\n',
    );
    const { err } = await cao(['install', 'p.md', '--env', 'KEY=s3cret'], { home: at.home });
    expect(err).toContain('${OTHER}');
    const agent = path.join(at.root, '.kiro', 'agents', 'p.json');
    expect(JSON.parse(readFileSync(agent, 'utf8'))).toMatchObject({
      mcpServers: { db: { env: { KEY: 's3cret' } } },
      prompt: expect.stringContaining('s3cret'),
    });
    expect(statSync(agent).mode & 0o777).toBe(0o600);
    for (const folder of ['agent-store', 'agent-context']) {
      expect(readFileSync(path.join(at.home, folder, 'p.md'), 'utf8')).not.toContain('s3cret');
    }
  });

  it('refuses a file with the name of a profile that ships, since it would never be used', async () => {
    using at = place();
    writeFileSync(path.join(at.root, 'developer.md'), 'Mine.\n');
    const { code, err } = await cao(['install', 'developer.md'], { home: at.home });
    expect(code).toBe(1);
    expect(err).toContain('prefer_local_profiles');
    expect(existsSync(at.home)).toBe(false);
    mkdirSync(at.home);
    writeFileSync(path.join(at.home, 'settings.json'), '{"agents":{"prefer_local_profiles":true}}');
    expect((await cao(['install', 'developer.md'], { home: at.home })).code).toBe(0);
  });
});
