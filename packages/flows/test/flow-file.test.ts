import { CreateFlowRequest } from '@cao/contracts';
import { describe, expect, test } from 'vitest';
import { formatFlow, parseFlow } from '../src/index.ts';

const FILE = `---
name: nightly
schedule: "30 2 * * mon-fri"
agent_profile: reviewer
provider:
script: ./what-changed.sh
---

Review [[commits]].

---
The rule above is part of the prompt.
`;

describe('a flow file', () => {
  test('is front matter and a prompt', () => {
    expect(parseFlow(FILE, 'nightly.md')).toEqual({
      name: 'nightly',
      schedule: '30 2 * * mon-fri',
      agent_profile: 'reviewer',
      script: './what-changed.sh',
      template: 'Review [[commits]].\n\n---\nThe rule above is part of the prompt.',
    });
  });

  test.each([
    ['no front matter', 'Review.', /field 'name'/],
    ['a missing field', FILE.replace('agent_profile: reviewer\n', ''), /field 'agent_profile'/],
    ['a misspelt field', FILE.replace('script:', 'scirpt:'), /nightly\.md is no flow: .*"scirpt"/],
    ['a field of the wrong type', FILE.replace('reviewer', '[a]'), /line 4: field 'agent_profile'/],
    ['a name that is a path', FILE.replace('nightly', '../nightly'), /line 2: field 'name'/],
    ['a line end in a field', FILE.replace('reviewer', '"a\\nscript: b"'), /field 'agent_profile'/],
    ['broken YAML', FILE.replace('nightly', '[nightly'), /line \d/],
    ['no prompt', FILE.slice(0, FILE.indexOf('Review')), /no prompt/],
    ['an unknown policy', FILE.replace('provider:', 'overlap: queue'), /field 'overlap'/],
  ])('%s is refused, and where', (_name, text, message) => {
    expect(() => parseFlow(text, 'nightly.md')).toThrow(message);
    expect(() => parseFlow(text, 'nightly.md')).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  test('all that is wrong is told at once', () => {
    expect(() => parseFlow('---\nname: a b\n---\nx', 'x.md')).toThrow(/'name'.*'schedule'.*'agent_profile'/);
  });
});

describe('a flow that is written', () => {
  const request = { name: 'nightly', schedule: '0 9 * * *', agent_profile: 'reviewer', prompt_template: 'Review.' };

  test.each([
    ['front matter', '---\nname: other\nscript: ./evil.sh\n---\nReview.'],
    ['rules', 'a\n---\nb\n---'],
    ['a script line', 'script: ./evil.sh'],
    ['anything else', '# Titel 表\n\n\t"quoted" \\ {{x}} [[y]] : - & * ! | > %'],
    ['Windows line ends', 'a\r\nb'],
  ])('has %s as text of the prompt and nowhere else', (_name, prompt) => {
    const read = parseFlow(formatFlow({ ...request, prompt_template: prompt }), 'x.md');
    const { prompt_template: _prompt, ...fields } = request;
    expect(read).toEqual({ ...fields, template: prompt.replaceAll('\r\n', '\n') });
  });

  test.each([
    'a: b',
    '"quoted"',
    "it's",
    '# comment',
    '{a: b}',
    '- x',
    'true',
    '~/a b',
    'C:\\x',
    '!!js x',
    '*a',
    '---',
  ])('keeps the directory %j', (directory) => {
    const text = formatFlow({ ...request, working_directory: directory, description: directory });
    expect(parseFlow(text, 'x.md')).toMatchObject({ working_directory: directory, description: directory });
  });

  test('keeps a description of several lines', () => {
    const description = 'one\nscript: ./evil.sh\n---\ntwo';
    const read = parseFlow(formatFlow({ ...request, description }), 'x.md');
    expect(read).toEqual({ ...read, description, template: 'Review.' });
    expect(read.script).toBeUndefined();
  });

  test.each([
    { script: './evil.sh' },
    { schedule: '0 9 * * *\nscript: ./evil.sh' },
    { agent_profile: 'a\nscript: ./evil.sh' },
    { provider: 'kiro_cli\nscript: ./evil.sh' },
    { time_zone: 'UTC\nscript: ./evil.sh' },
    { working_directory: '/a\nscript: ./evil.sh' },
    { name: '../x' },
    { agent_profile: '' },
  ])('a request with %j is refused before', (fields) => {
    expect(CreateFlowRequest.safeParse({ ...request, ...fields }).success).toBe(false);
  });
});
