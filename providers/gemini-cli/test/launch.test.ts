import { launchRequest } from '@cao/provider-sdk/testing';
import type { LaunchRequest } from '@cao/provider-sdk';
import { describe, expect, it } from 'vitest';
import { plan, userFiles } from '../src/launch.ts';

const SCRATCH = '/home/someone/.cao/scratch/0a1b2c3d';
const HOME = `${SCRATCH}/home`;
const EXTENSION = `${HOME}/.gemini/extensions/cao-terminal`;

function planned(partial: Partial<LaunchRequest> = {}) {
  const made = plan(launchRequest({ version: '0.61.0', ...partial }));
  const text = (path: string) => made.files?.find((file) => file.path === path)?.content;
  return { ...made, text, json: (path: string) => JSON.parse(text(path) ?? 'null') as Record<string, unknown> };
}

describe('the command line', () => {
  it('names the mode and the rules, and leaves the conversation to be told by its hooks', () => {
    const { argv, conversationId } = planned();
    expect(argv.slice(1)).toEqual(['--approval-mode', 'yolo', '--admin-policy', `${SCRATCH}/cao-policy.toml`]);
    expect(conversationId).toBeUndefined();
  });

  it('goes on with a conversation', () => {
    const { argv, conversationId } = planned({ resume: 'old-id' });
    expect(argv.join(' ')).toContain('--resume old-id');
    expect(conversationId).toBe('old-id');
  });

  it('leaves out what an older version does not know', () => {
    const oldest = planned({ version: '0.33.0' });
    expect(oldest.argv).not.toContain('--admin-policy');
    expect(oldest.text(`${HOME}/.gemini/policies/cao-policy.toml`)).toContain('[[rule]]');
    expect(oldest.mirrors).toContainEqual({
      path: `${HOME}/.gemini/policies`,
      of: '/home/someone/.gemini/policies',
      except: [],
    });
  });

  it('takes the mode of the profile first', () => {
    const profile = { ...launchRequest().profile, permissionMode: 'acceptEdits' as const };
    expect(planned({ profile }).argv).toContain('auto_edit');
    expect(planned({ autoApprove: false }).argv).toContain('default');
  });
});

describe('the home of the terminal', () => {
  it('is the person’s behind links, but for the extensions', () => {
    const { env, mirrors = [] } = planned();
    expect(env).toEqual({
      GEMINI_CLI_HOME: HOME,
      GEMINI_CLI_TRUSTED_FOLDERS_PATH: '/home/someone/.gemini/trustedFolders.json',
    });
    const [beside, main, extensions] = mirrors;
    expect(beside).toEqual({ path: HOME, of: '/home/someone', except: [], only: ['.env', '.agents'] });
    expect(main).toMatchObject({ path: `${HOME}/.gemini`, of: '/home/someone/.gemini', except: ['extensions'] });
    expect(main?.folders).toEqual(expect.arrayContaining(['tmp', 'policies']));
    expect(main?.also).toEqual(expect.arrayContaining(['settings.json', 'gemini-credentials.json']));
    expect(extensions).toEqual({
      path: `${HOME}/.gemini/extensions`,
      of: '/home/someone/.gemini/extensions',
      except: ['cao-terminal'],
    });
  });

  it('follows a home that the person moved, and their own list of trusted folders', () => {
    const env = { GEMINI_CLI_HOME: '/data/gemini', GEMINI_CLI_TRUSTED_FOLDERS_PATH: '/data/trust.json' };
    const made = planned({ env });
    expect(made.mirrors?.map(({ of }) => of)).toEqual([
      '/data/gemini',
      '/data/gemini/.gemini',
      '/data/gemini/.gemini/extensions',
    ]);
    expect(made.env?.['GEMINI_CLI_TRUSTED_FOLDERS_PATH']).toBe('/data/trust.json');
    expect(userFiles({ home: '/home/someone', env })).toEqual(['/data/trust.json']);
  });

  it('says so when the person does not trust the folder', () => {
    const at = (level: string, folder = '/home/someone/a project') =>
      planned({ userFiles: { '/home/someone/.gemini/trustedFolders.json': JSON.stringify({ [folder]: level }) } })
        .advisories;
    expect(at('DO_NOT_TRUST')).toHaveLength(1);
    expect(at('DO_NOT_TRUST', '/home/someone')).toHaveLength(1);
    expect(at('TRUST_FOLDER')).toBeUndefined();
    expect(
      planned({ userFiles: { '/home/someone/.gemini/trustedFolders.json': 'no json' } }).advisories,
    ).toBeUndefined();
  });
});

describe('the extension', () => {
  it('brings the tools without a token in it, and waits as long as they may take', () => {
    expect(planned().json(`${EXTENSION}/gemini-extension.json`)).toMatchObject({
      name: 'cao-terminal',
      contextFileName: 'CAO.md',
      mcpServers: {
        cao: {
          httpUrl: '${CAO_MCP_URL}',
          headers: { Authorization: 'Bearer ${CAO_TOKEN}' },
          timeout: 3_600_000,
        },
      },
    });
  });

  it('brings hooks that stay silent in a Gemini CLI which this one starts', () => {
    const { hooks } = planned().json(`${EXTENSION}/hooks/hooks.json`) as { hooks: Record<string, unknown> };
    expect(Object.keys(hooks)).toEqual(['SessionStart', 'BeforeAgent', 'AfterAgent', 'Notification', 'SessionEnd']);
    expect(JSON.stringify(hooks)).toContain('[ -z \\"$GEMINI_CLI\\" ]');
  });

  it('brings the system prompt as it is, with nothing in it that would be taken for a file', () => {
    const text = planned({ systemPrompt: 'Ask @reviewer, write to a@b.c' }).text(`${EXTENSION}/CAO.md`);
    expect(text).toBe('Ask @\u200Breviewer, write to a@b.c\n');
    expect(planned({ systemPrompt: '' }).text(`${EXTENSION}/CAO.md`)).toBeUndefined();
  });

  it('brings the servers of the profile, each knowing its terminal', () => {
    const mcpServers = {
      docs: { command: 'docs', args: ['-x'], env: { KEY: 'k' } },
      web: { url: 'https://example.com/mcp', headers: { A: 'b' } },
      'cao-mcp-server': { command: 'old' },
      cao: { command: 'other' },
    };
    const made = planned({ profile: { ...launchRequest().profile, mcpServers } });
    expect(made.json(`${EXTENSION}/gemini-extension.json`)['mcpServers']).toMatchObject({
      docs: { command: 'docs', args: ['-x'], env: { KEY: 'k', CAO_TERMINAL_ID: '0a1b2c3d' } },
      web: { httpUrl: 'https://example.com/mcp', headers: { A: 'b' } },
    });
    expect(made.advisories).toEqual([expect.stringContaining("'cao' is left out")]);
  });
});

describe('the rules', () => {
  const rules = (allowedTools: readonly string[]) => planned({ allowedTools }).text(`${SCRATCH}/cao-policy.toml`) ?? '';

  it('let our tools run without a question when everything is allowed, and deny nothing', () => {
    expect(rules(['*'])).toBe('[[rule]]\nmcpName = "cao"\ntoolName = "*"\ndecision = "allow"\npriority = 500\n');
  });

  it('deny what no word allows', () => {
    const text = rules(['@cao-mcp-server', 'fs_read', 'fs_list']);
    expect(text).toContain('"run_shell_command"');
    expect(text).toContain('"write_file"');
    expect(text).toContain('"web_fetch"');
    expect(text).not.toContain('"read_file"');
    expect(text).not.toContain('"glob"');
    expect(text).toMatch(/mcpName = "cao"\ntoolName = "\*"\ndecision = "allow"/);
  });

  it('deny our tools too when they are not named, and everything for an empty list', () => {
    expect(rules(['fs_*'])).toMatch(/mcpName = "cao"\ntoolName = "\*"\ndecision = "deny"\npriority = 999/);
    expect(rules([])).toBe('[[rule]]\ntoolName = "*"\ndecision = "deny"\npriority = 999\n');
  });
});
