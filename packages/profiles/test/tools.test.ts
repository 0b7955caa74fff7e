import { describe, expect, it } from 'vitest';
import { narrowTools, resolveTools } from '../src/index.ts';

describe('resolveTools', () => {
  it.each([
    ['no role and no list means developer', {}, ['@builtin', 'fs_*', 'execute_bash', 'web_fetch', '@cao-mcp-server']],
    ['a role', { role: 'reviewer' }, ['@builtin', 'fs_read', 'fs_list', '@cao-mcp-server']],
    ['a list beats the role', { role: 'developer', allowedTools: ['fs_read'] }, ['fs_read']],
    ['an empty list allows nothing', { role: 'developer', allowedTools: [], mcpServers: { db: {} } }, []],
    ['servers are added', { allowedTools: ['fs_read'], mcpServers: { db: {} } }, ['fs_read', '@db']],
    ['servers are not added twice', { allowedTools: ['@db'], mcpServers: { db: {} } }, ['@db']],
    ['unrestricted stays so', { allowedTools: ['fs_read', '*'], mcpServers: { db: {} } }, ['*']],
  ])('%s', (_name, profile, tools) => {
    expect(resolveTools({ name: 'p', ...profile })).toEqual(tools);
  });

  it('takes roles of the user, but never instead of a shipped one', () => {
    const roles = { writer: ['fs_write'], reviewer: ['*'] };
    expect(resolveTools({ name: 'p', role: 'writer' }, roles)).toEqual(['fs_write']);
    expect(resolveTools({ name: 'p', role: 'reviewer' }, roles)).not.toContain('*');
  });

  it.each(['boss', 'constructor', '__proto__'])('fails closed on the unknown role %s', (role) => {
    expect(() => resolveTools({ name: 'p', role })).toThrow(
      expect.objectContaining({ code: 'profile_invalid', message: `Profile 'p' has the unknown role '${role}'` }),
    );
  });
});

describe('narrowTools', () => {
  it.each([
    ['an unrestricted parent limits nothing', ['*'], ['fs_*', '@db'], ['fs_*', '@db']],
    ['an unrestricted child gets what the parent has', ['fs_read'], ['*'], ['fs_read']],
    ['both unrestricted', ['*'], ['*'], ['*']],
    ['the part in common', ['fs_read', 'fs_list', '@db'], ['fs_read', 'execute_bash', '@db'], ['fs_read', '@db']],
    ['a group in the child is cut', ['fs_read', 'fs_list'], ['fs_*'], ['fs_read', 'fs_list']],
    ['a group in the parent covers its words', ['fs_*'], ['fs_write', 'fs_list'], ['fs_write', 'fs_list']],
    ['a group stays one when all of it is there', ['fs_*'], ['fs_*'], ['fs_*']],
    ['three words are as good as the group', ['fs_read', 'fs_write', 'fs_list'], ['fs_*'], ['fs_*']],
    ['@builtin only from a parent that has it', ['fs_*', 'execute_bash'], ['@builtin', 'fs_read'], ['fs_read']],
    ['nothing in the parent leaves nothing', [], ['*'], []],
    ['nothing in the child stays nothing', ['*'], [], []],
  ])('%s', (_name, parent, child, result) => {
    expect(narrowTools(parent, child)).toEqual(result);
  });
});
