import { launchRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import type { LaunchRequest } from '@cao/provider-sdk';
import { plan } from '../src/launch.ts';

/** The argv without the settings, which are checked one by one. */
function flagsOf(partial: Partial<LaunchRequest>): string {
  const { argv } = plan(launchRequest({ version: '0.169.0', executable: 'codex', ...partial }));
  return argv.filter((argument, at) => argument !== '-c' && argv[at - 1] !== '-c').join(' ');
}

function settingsOf(partial: Partial<LaunchRequest>): Record<string, string> {
  const { argv } = plan(launchRequest({ version: '0.169.0', ...partial }));
  const settings = argv.filter((_, at) => argv[at - 1] === '-c');
  return Object.fromEntries(
    settings.map((setting) => [setting.split('=')[0], setting.slice(setting.indexOf('=') + 1)]),
  );
}

const profile = { name: 'developer', description: '', system_prompt: '' };

describe('flags', () => {
  it.each<[string, Partial<LaunchRequest>, string]>([
    ['asks nothing', {}, 'codex --no-alt-screen --no-daemon --yolo'],
    [
      'asks a person when nobody agreed beforehand',
      { autoApprove: false },
      'codex --no-alt-screen --no-daemon --sandbox workspace-write --ask-for-approval on-request',
    ],
    [
      'all tools by name are not restricted',
      { allowedTools: ['@builtin', 'fs_*', 'execute_bash', 'web_fetch'] },
      'codex --no-alt-screen --no-daemon --yolo',
    ],
    [
      'a reader may write nothing, and approval cannot change that',
      { allowedTools: ['fs_read', 'fs_list'], autoApprove: false },
      'codex --no-alt-screen --no-daemon --sandbox read-only --ask-for-approval never',
    ],
    [
      'an editor without a shell stays in the workspace',
      { allowedTools: ['fs_*'] },
      'codex --no-alt-screen --no-daemon --sandbox workspace-write --ask-for-approval never',
    ],
    ['model', { model: 'gpt-9 "x"' }, 'codex --no-alt-screen --no-daemon --model gpt-9 "x" --yolo'],
    [
      'a Codex profile decides instead of yolo',
      { allowedTools: ['fs_*', 'execute_bash', 'web_fetch'], profile: { ...profile, codexProfile: 'careful' } },
      'codex --no-alt-screen --no-daemon --profile careful',
    ],
    [
      'unrestricted is stronger than a Codex profile',
      { profile: { ...profile, codexProfile: 'careful' } },
      'codex --no-alt-screen --no-daemon --yolo',
    ],
    [
      'a restriction is stronger than a Codex profile',
      { allowedTools: ['fs_read'], profile: { ...profile, codexProfile: 'careful' } },
      'codex --no-alt-screen --no-daemon --profile careful --sandbox read-only --ask-for-approval never',
    ],
    ['resumes', { resume: '01a2' }, 'codex resume 01a2 --no-alt-screen --no-daemon --yolo'],
    ['knows no background server', { version: '0.155.1' }, 'codex --no-alt-screen --yolo'],
    ['takes an unknown version for the newest', { version: undefined }, 'codex --no-alt-screen --no-daemon --yolo'],
  ])('%s', (_, request, expected) => {
    expect(flagsOf(request)).toBe(expected);
  });
});

describe('settings', () => {
  it('sets what every launch needs', () => {
    const settings = settingsOf({});
    expect(Object.keys(settings)).toEqual([
      'check_for_update_on_startup',
      'tui.terminal_title',
      'hooks',
      'developer_instructions',
      'mcp_servers.cao',
    ]);
    expect(settings['check_for_update_on_startup']).toBe('false');
    expect(settings['tui.terminal_title']).toBe('["run-state","spinner","thread-title"]');
    expect(settings['developer_instructions']).toBe('"You write code."');
  });

  it('names the title items as an old version knows them', () => {
    expect(settingsOf({ version: '0.128.0' })['tui.terminal_title']).toBe('["status","spinner","thread"]');
  });

  it('leaves the instructions of Codex alone when there are none', () => {
    expect(settingsOf({ systemPrompt: '' })).not.toHaveProperty('developer_instructions');
  });

  it('takes the shell and the web away from an agent that may nothing', () => {
    const settings = settingsOf({ allowedTools: [] });
    expect(settings).toMatchObject({
      web_search: '"disabled"',
      'features.shell_tool': 'false',
      'features.view_image': 'false',
    });
    expect(plan(launchRequest({ allowedTools: [] })).advisories).toBeUndefined();
  });

  it('puts rules that only the prompt can hold in front of it', () => {
    const settings = settingsOf({ allowedTools: ['fs_read', 'fs_list'] });
    expect(settings['developer_instructions']).toMatch(
      /^"You work under restrictions .*execute_bash.*\\n\\nYou write code\."$/,
    );
  });
});

describe('a prompt that is too long for one argument', () => {
  const systemPrompt = `${'a "quoted" line 漢字\n'.repeat(8000)}the last line`;

  it('goes on in a file, and nothing of it is lost', () => {
    const { argv, files = [], advisories = [] } = plan(launchRequest({ systemPrompt, version: '0.169.0' }));
    const setting = argv.find((argument) => argument.startsWith('developer_instructions='));
    const inline = JSON.parse(setting?.slice('developer_instructions='.length) ?? '') as string;
    const [head, note] = inline.split('\n\nThese instructions go on in the file ');
    expect(note).toContain('/scratch/0a1b2c3d/instructions.md');
    expect(head + (files[0]?.content ?? '')).toBe(systemPrompt);
    expect(head?.endsWith('\n')).toBe(true);
    expect(advisories).toHaveLength(1);
  });

  it('is cut between characters when it is one line', () => {
    const line = '👩‍👩‍👧'.repeat(20_000);
    const { argv, files = [] } = plan(launchRequest({ systemPrompt: line }));
    expect(argv.join('')).not.toContain('\uFFFD');
    expect(files[0]?.content).not.toMatch(/^\p{Surrogate}/u);
  });
});
