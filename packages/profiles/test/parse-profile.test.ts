import { describe, expect, it } from 'vitest';
import { checkProfile, parseProfile } from '../src/index.ts';

function problemsOf(text: string): string[] {
  return (checkProfile(text, 'p.md', 'p').problems ?? []).map(
    ({ file, line, field, expected }) => `${file}:${line} ${field || '-'}: ${expected}`,
  );
}

describe('a profile that is fine', () => {
  it('needs no front matter at all', () => {
    expect(parseProfile('Just do it.\n', 'p.md', 'p')).toEqual({
      name: 'p',
      description: '',
      system_prompt: 'Just do it.',
    });
  });

  it('keeps every known field, ignores unknown ones, and treats an empty value as not set', () => {
    const text = '---\nname: team/lead\ndescription: d\nrole:\nfuture: { x: 1 }\nmodel: m-1\n---\nHello\n---\nrest\n';
    expect(parseProfile(text, 'p.md', 'p')).toEqual({
      name: 'team/lead',
      description: 'd',
      model: 'm-1',
      system_prompt: 'Hello\n---\nrest',
    });
  });

  it('reads Windows line ends and a byte order mark', () => {
    expect(parseProfile('\uFEFF---\r\ndescription: d\r\n---\r\nHi\r\n', 'p.md', 'p')).toMatchObject({
      description: 'd',
      system_prompt: 'Hi',
    });
  });
});

describe('a profile that is not', () => {
  it('names file, line, field and what was expected, for every problem at once', () => {
    const text = [
      '---',
      'name: p',
      'description: 5',
      'permissionMode: always',
      'mcpServers:',
      '  db:',
      '    args:',
      '      - a',
      '      - 7',
      'codexProfile: ""',
      '---',
      'body',
    ].join('\n');
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      [
        "p.md:3 description: expected string, received number",
        "p.md:4 permissionMode: expected one of "default"|"acceptEdits"|"plan"|"auto"|"bypassPermissions"",
        "p.md:9 mcpServers.db.args.1: expected string, received number",
        "p.md:10 codexProfile: expected string to have >=1 characters",
      ]
    `);
  });

  it('points at the line of broken YAML', () => {
    expect(problemsOf('---\nname: p\nrole: [a\n---\nbody')).toMatchInlineSnapshot(`
      [
        "p.md:4 -: valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      ]
    `);
    expect(problemsOf('---\nname: p\nname: q\n---\nbody')).toMatchInlineSnapshot(`
      [
        "p.md:3 -: valid YAML: Map keys must be unique",
      ]
    `);
    expect(problemsOf('---\n- a\n- b\n---\nbody')).toMatchInlineSnapshot(`
      [
        "p.md:2 -: valid YAML: expected \`key: value\` lines",
      ]
    `);
  });

  it('checks the name in the file too, since it becomes a file name', () => {
    expect(problemsOf('---\ndescription: d\nname: ../../evil\n---\n')).toMatchInlineSnapshot(`
      [
        "p.md:3 name: letters, digits, _ and -, parts separated by /; got "../../evil"",
      ]
    `);
  });

  it('is one error for a person', () => {
    expect(() => parseProfile('---\nrole: 5\n---\n', '/store/p.md', 'p')).toThrow(
      expect.objectContaining({
        code: 'profile_invalid',
        message: "Profile 'p' is not valid: /store/p.md:2: field 'role': expected string, received number",
        hint: 'Correct /store/p.md and try again.',
      }),
    );
  });
});
