import { parse } from 'smol-toml';
import { launchRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import type { LaunchRequest } from '@cao/provider-sdk';
import { plan, userFiles } from '../src/launch.ts';

const HOME = '/home/someone/.kimi-code';

/** Names of the written files below the mirror, parsed where they have a format. */
function filesOf(partial: Partial<LaunchRequest> = {}) {
  const { files = [] } = plan(launchRequest({ version: '2.1.0', ...partial }));
  const text = (name: string) => files.find(({ path }) => path.endsWith(`/kimi/${name}`))?.content;
  return {
    config: parse(text('config.toml') ?? ''),
    tui: parse(text('tui.toml') ?? ''),
    mcp: JSON.parse(text('mcp.json') ?? '{}') as { mcpServers?: Record<string, unknown>; other?: unknown },
    instructions: text('AGENTS.md'),
  };
}

describe('the home of the terminal', () => {
  it('is the person’s but for the files that hold more', () => {
    const { env, mirrors } = plan(launchRequest({ version: '2.1.0' }));
    expect(env?.['KIMI_CODE_HOME']).toBe('/home/someone/.cao/scratch/0a1b2c3d/kimi');
    expect(mirrors).toMatchObject([{ of: HOME, except: ['config.toml', 'tui.toml', 'mcp.json', 'AGENTS.md'] }]);
    expect(mirrors?.[0]?.folders).toEqual(expect.arrayContaining(['sessions', 'credentials', 'workspace-trust']));
  });

  it('is made from wherever the person keeps theirs', () => {
    const env = { HOME: '/home/someone', KIMI_CODE_HOME: '/data/kimi' };
    expect(userFiles({ home: '/home/someone', env })).toContain('/data/kimi/config.toml');
    expect(plan(launchRequest({ env })).mirrors?.[0]?.of).toBe('/data/kimi');
  });

  it('keeps every setting, hook and rule of the person, however they are written', () => {
    const text =
      'default_model = "mine"\nhooks = [{ event = "Stop", command = "theirs" }]\n[permission]\nrules = [{decision="deny",pattern="Read(/x)"}]';
    const { config } = filesOf({ userFiles: { [`${HOME}/config.toml`]: text }, hookCommand: 'say "hi" >>"$F"' });
    expect(config['default_model']).toBe('mine');
    expect(config['hooks']).toEqual([
      { event: 'Stop', command: 'theirs' },
      { event: 'SessionStart', command: 'say "hi" >>"$F"', timeout: 30 },
      { event: 'UserPromptSubmit', command: 'say "hi" >>"$F"', timeout: 30 },
    ]);
    expect(config['permission']).toEqual({
      rules: [
        { decision: 'allow', pattern: '*' },
        { decision: 'deny', pattern: 'Read(/x)' },
      ],
    });
  });

  it('asks old versions for the hooks that stand in for their event stream', () => {
    const events = (version: string) =>
      (filesOf({ version }).config['hooks'] as { event: string }[]).map(({ event }) => event);
    expect(events('0.39.9')).toEqual(['SessionStart', 'UserPromptSubmit', 'StopFailure', 'PermissionRequest']);
    expect(events('0.40.0')).toEqual(['SessionStart', 'UserPromptSubmit']);
  });

  it('shows neither surveys nor updates, and keeps the person’s other preferences', () => {
    const text = 'theme = "light"\n[upgrade]\nauto_install = true\nchannel = "x"';
    expect(filesOf({ userFiles: { [`${HOME}/tui.toml`]: text } }).tui).toEqual({
      theme: 'light',
      tui_mode: 'regular',
      cache_expiry_hint: false,
      disable_feedback_survey: true,
      upgrade: { auto_install: false, channel: 'x' },
    });
  });

  it('holds the person’s instructions before those of the profile', () => {
    const request = { systemPrompt: 'You write code.', userFiles: { [`${HOME}/AGENTS.md`]: 'Be kind.\n' } };
    expect(filesOf(request).instructions).toBe('Be kind.\n\nYou write code.');
    expect(filesOf({ systemPrompt: '' }).instructions).toBeUndefined();
    expect(plan(launchRequest({ version: '0.19.0' })).advisories).toHaveLength(1);
  });

  it.each([
    ['config.toml', 'a = = 1'],
    ['tui.toml', '[x'],
    ['mcp.json', '{"mcpServers": 1}'],
    ['mcp.json', '{'],
  ])('is not made from a %s that Kimi Code cannot read', (name, text) => {
    const request = launchRequest({ version: '2.1.0', userFiles: { [`${HOME}/${name}`]: text } });
    expect(() => plan(request)).toThrow(expect.objectContaining({ code: 'launch_failed' }) as Error);
  });
});

/** The few signs of a glob that our patterns use. */
function asRegExp(pattern: string): string {
  return pattern.replaceAll('*', '.*');
}

describe('servers', () => {
  const theirs = { docs: { url: 'https://docs.test/mcp' }, 'cao-mcp-server': { command: 'uvx' } };
  const userText = { [`${HOME}/mcp.json`]: JSON.stringify({ mcpServers: theirs, other: 1 }) };

  it('are the person’s, the profile’s and ours, which waits as long as our calls may last', () => {
    const mcpServers = { store: { command: 'store', args: ['-x'], env: { KEY: 'k' }, timeout: 5 } };
    const profile = { name: 'p', description: '', system_prompt: '', mcpServers };
    const { mcp } = filesOf({ userFiles: userText, profile });
    expect(mcp.other).toBe(1);
    expect(mcp.mcpServers).toEqual({
      ...theirs,
      store: { command: 'store', args: ['-x'], env: { CAO_TERMINAL_ID: '0a1b2c3d', KEY: 'k' }, toolTimeoutMs: 5 },
      cao: { url: 'http://127.0.0.1:9889/mcp', bearerTokenEnvVar: 'CAO_TOKEN', toolTimeoutMs: 3_600_000 },
    });
  });

  it('that no word names are denied, whoever brings them', () => {
    const allowed = { allowedTools: ['@cao-mcp-server', '@ca-x'], userFiles: userText };
    const { config } = filesOf(allowed);
    const { rules } = config['permission'] as { rules: { decision: string; pattern: string }[] };
    const denied = rules.filter(({ decision }) => decision === 'deny').map(({ pattern }) => pattern);
    // A pattern with parentheses would make Kimi Code ignore all rules.
    expect(denied.join('')).not.toMatch(/[()]/);
    const matches = (tool: string) => denied.some((pattern) => new RegExp(`^${asRegExp(pattern)}$`).test(tool));
    const tools = ['mcp__docs__x', 'mcp__cao-mcp-server__x', 'mcp__cao2__x', 'mcp__ca__x', 'mcp__ca-__x', 'mcp__c__x'];
    expect(tools.filter((tool) => !matches(tool))).toEqual([]);
    expect(['mcp__cao__handoff', 'mcp__ca-x__y', 'TodoList'].filter(matches)).toEqual([]);
    expect((config['tools'] as { disabled: string[] }).disabled.at(-1)).toBe('mcp__!(cao|ca-x)__*');
    expect(filesOf({ ...allowed, version: '0.35.0' }).config).not.toHaveProperty('tools');
  });
});

describe('permission', () => {
  const rulesOf = (partial: Partial<LaunchRequest>) =>
    (filesOf(partial).config['permission'] as { rules: { decision: string; pattern: string }[] }).rules.map(
      ({ decision, pattern }) => `${decision} ${pattern}`,
    );

  it('is given beforehand, or asked for everything but our own tools', () => {
    expect(rulesOf({})).toEqual(['allow *']);
    expect(rulesOf({ autoApprove: false })).toEqual(['allow mcp__cao__*']);
    expect(plan(launchRequest({ autoApprove: false })).env).not.toHaveProperty('KIMI_CODE_DANGEROUS_COMMAND_GUARD');
  });

  it('is refused for every tool that the words leave out', () => {
    expect(rulesOf({ allowedTools: ['fs_read', 'fs_list', '@cao-mcp-server'] })).toEqual([
      ...['Bash', 'Agent', 'AgentSwarm', 'CronCreate', 'Write', 'Edit', 'FetchURL', 'WebSearch'].map(
        (tool) => `deny ${tool}`,
      ),
      ...['', 'c', 'ca', 'cao', 'cao_'].map((name, at) => `deny mcp__${name}[^${'cao__'.charAt(at)}]*`),
      'allow *',
    ]);
    const nothing = rulesOf({ allowedTools: [] });
    expect(nothing).toEqual(expect.arrayContaining(['deny Read', 'deny Glob', 'deny mcp__*']));
  });
});

describe('the command line', () => {
  it.each<[string, Partial<LaunchRequest>, string]>([
    ['asks nothing', {}, 'kimi --yolo'],
    ['asks a person', { autoApprove: false }, 'kimi'],
    ['names a model', { model: 'kimi-k9' }, 'kimi --yolo --model kimi-k9'],
    ['resumes', { resume: 'session_1' }, 'kimi --session session_1 --yolo'],
  ])('%s', (_, request, expected) => {
    expect(plan(launchRequest({ version: '2.1.0', executable: 'kimi', ...request })).argv.join(' ')).toBe(expected);
  });
});
