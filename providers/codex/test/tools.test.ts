import { ROLE_TOOLS } from '@cao/contracts';
import { describe, expect, it } from 'vitest';
import { restrictionOf, restrictionText } from '../src/tools.ts';

describe('restrictionOf', () => {
  it.each([
    ['unrestricted', ['*'], { sandbox: 'open', shell: true, web: true }, []],
    ['developer', ROLE_TOOLS['developer'] ?? [], { sandbox: 'open', shell: true, web: true }, []],
    ['reviewer', ROLE_TOOLS['reviewer'] ?? [], { sandbox: 'read-only', shell: true, web: false }, ['execute_bash']],
    ['no web', ['fs_*', 'execute_bash'], { sandbox: 'open', shell: true, web: false }, ['web_fetch']],
    [
      'runs but writes nothing',
      ['execute_bash', 'fs_read', 'fs_list', 'web_fetch'],
      { sandbox: 'read-only', shell: true, web: true },
      [],
    ],
    [
      'edits only',
      ['fs_write'],
      { sandbox: 'workspace-write', shell: true, web: false },
      ['execute_bash', 'fs_read', 'fs_list'],
    ],
    ['web only', ['web_fetch'], { sandbox: 'read-only', shell: false, web: true }, []],
    ['tools of a server only', ['@cao-mcp-server'], { sandbox: 'read-only', shell: false, web: false }, []],
    ['nothing', [], { sandbox: 'read-only', shell: false, web: false }, []],
  ])('%s', (_, allowed, expected, advised) => {
    const { advisories, ...rest } = restrictionOf(allowed);
    expect(rest).toEqual(expected);
    expect(advisories.map((text) => text.split(' ')[0])).toEqual(advised);
  });
});

it('has nothing to say in the prompt where Codex itself refuses', () => {
  expect(restrictionText(restrictionOf([]))).toBe('');
  expect(restrictionText(restrictionOf(['fs_read', 'fs_list']))).toContain('\n- execute_bash is not allowed');
});
