import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defineProvider, type AgentStore, type LaunchRequest, type Provider } from '../src/index.ts';
import { readScreenCases, screenFromText, testProvider, type ProviderTestOptions } from '../src/testing/index.ts';
import { expectCase } from '../src/testing/fixtures.ts';
import { expectSignals, readSignalCases } from '../src/testing/signal-cases.ts';
import { allChecks } from '../src/testing/suite.ts';

const parent = mkdtempSync(path.join(tmpdir(), 'cao-suite-'));
const root = path.join(parent, 'tiny-cli');
afterAll(() => rmSync(parent, { recursive: true, force: true }));

mkdirSync(path.join(root, 'test/fixtures/screens/done'), { recursive: true });
writeFileSync(
  path.join(root, 'package.json'),
  JSON.stringify({
    keywords: ['cao-provider'],
    peerDependencies: { '@cao/provider-sdk': '*' },
    cao: { apiVersion: 1, providers: { tiny_cli: './dist/index.js' } },
  }),
);
for (const [leaf, content] of [
  ['screen.txt', 'you: hi\nbot: hello there\n> '],
  ['meta.json', JSON.stringify({ prompt: 'hi', cols: 40 })],
  ['expected.json', JSON.stringify({ state: 'ready', composer: '', question: null, reply: 'hello there' })],
] as const) {
  writeFileSync(path.join(root, 'test/fixtures/screens/done', leaf), content);
}

/** The smallest provider that keeps the contract. */
const tiny: Provider = {
  id: 'tiny_cli',
  title: 'Tiny',
  binary: 'tiny',
  versionArgs: ['--version'],
  parseVersion: (output) => /\d+\.\d+/.exec(output)?.[0],
  installHint: 'npm i -g tiny',
  capabilities: {
    toolRestriction: 'advisory',
    resume: false,
    mcp: 'http',
    nativeAgents: false,
    commandPrefixes: ['/'],
  },
  inheritEnv: ['TINY_*'],
  plan: (request: LaunchRequest) => ({
    argv: [request.executable, '--config', `${request.scratch}/tiny.json`],
    files: [
      {
        path: `${request.scratch}/tiny.json`,
        content: JSON.stringify([request.systemPrompt, request.model, request.mcp.url, request.mcp.tokenVariable]),
      },
    ],
    ...(request.allowedTools.includes('*') ? {} : { advisories: ['tools are only asked for'] }),
  }),
  readScreen: (screen) => {
    const last = screen.lines.findLast((line) => line !== '') ?? '';
    if (!last.startsWith('>')) return { state: 'unknown', rule: 'no prompt' };
    return { state: 'ready', rule: 'prompt', composer: last.slice(1).trim() };
  },
  readSignal: () => [],
  readReply: (lines) => lines.findLast((line) => line.startsWith('bot: '))?.slice(5),
  submit: (text) => [
    { type: 'paste', text },
    { type: 'key', key: 'Enter' },
  ],
  resubmit: [{ type: 'key', key: 'Enter' }],
  answer: (question, answer) => {
    if (question.kind === 'text') return [{ type: 'paste', text: answer }];
    const option = question.options.find(({ key }) => key === answer);
    return option && [{ type: 'text', text: option.key }];
  },
  interrupt: [{ type: 'key', key: 'Escape' }],
  exit: [{ type: 'key', key: 'C-d' }],
};

const streams = path.join(root, 'test/streams/asks');
mkdirSync(streams, { recursive: true });
writeFileSync(
  path.join(streams, 'signals.jsonl'),
  '{"hook":"Prompt","text":"hi"}\n\n{"hook":"Other"}\n{"hook":"Done"}\n',
);
writeFileSync(
  path.join(streams, 'expected.json'),
  JSON.stringify({ events: [{ type: 'turn_started', prompt: 'hi' }, { type: 'turn_completed' }] }),
);

/** Understands the stream above. */
const hooked: Provider = {
  ...tiny,
  readSignal(signal) {
    const { hook, text } = (signal ?? {}) as Record<string, unknown>;
    if (hook === 'Done') return [{ type: 'turn_completed', rule: 'hook Done', at: 5 }];
    return hook === 'Prompt' && typeof text === 'string' ? [{ type: 'turn_started', prompt: text, rule: 'p' }] : [];
  },
};

/** The smallest store of agents that keeps the contract. */
const store: AgentStore = {
  file: ({ home, id }) => `${home}/.tiny/${id}.txt`,
  isOurs: (content) => content.startsWith('of CAO\n'),
  plan: (request) => ({
    files: [
      {
        path: `${request.home}/.tiny/${request.id}.txt`,
        content: `of CAO\n${JSON.stringify(request.profile)}\n${request.skillCatalogue}`,
      },
    ],
  }),
  refresh: (content, { skillCatalogue }) => {
    const [mark, profile] = content.split('\n');
    return mark === 'of CAO' && profile !== undefined ? `${mark}\n${profile}\n${skillCatalogue}` : undefined;
  },
};

const options: ProviderTestOptions = { root, rounds: 60, versions: [['tiny 1.2', '1.2']] };

testProvider(defineProvider(tiny), options);

describe('with a store of agents', () => {
  const skillFolder: NonNullable<Provider['skillFolder']> = ({ home }) => `${home}/.tiny/skills`;
  testProvider(defineProvider({ ...tiny, agentStore: store, skillFolder }), options);
});

describe('the suite catches a provider that', () => {
  const plan = (change: (request: LaunchRequest) => object): Partial<Provider> => ({
    plan: (request) => ({ ...tiny.plan(request), ...change(request) }),
  });
  let count = 0;
  const broken: readonly (readonly [flaw: string, partial: Partial<Provider>, check: string])[] = [
    ['has an id that is no id', { id: 'Tiny-CLI' }, 'has an id that is snake case'],
    ['is not in the manifest', { id: 'other_cli' }, 'is declared in its package.json'],
    ['plans by the hour', plan(() => ({ env: { N: String((count += 1)) } })), 'plans the same launch twice'],
    ['takes the prompt as one argument', plan((r) => ({ argv: ['x', r.systemPrompt] })), 'plans an argv'],
    ['puts NUL into argv', plan(() => ({ argv: ['x', '\0'] })), 'plans an argv'],
    ['ignores the executable', plan(() => ({ argv: ['tiny'] })), 'starts the executable it was given'],
    ['writes into the home', plan((r) => ({ files: [{ path: `${r.home}/x`, content: '' }] })), 'writes files below'],
    [
      'writes beside scratch',
      plan((r) => ({ files: [{ path: `${r.scratch}/../x`, content: '' }] })),
      'writes files below',
    ],
    [
      'writes for everyone',
      plan((r) => ({ files: [{ path: `${r.scratch}/x`, content: '', mode: 0o644 }] })),
      'writes files below',
    ],
    [
      'shows secrets',
      plan((r) => ({ argv: [r.executable, JSON.stringify(r.profile.mcpServers)] })),
      'shows no secret in argv',
    ],
    ['hides the tools', plan(() => ({ files: [] })), 'tells the CLI where the in-session tools are'],
    ['drops the prompt', plan(() => ({ files: [] })), 'passes the system prompt on'],
    ['claims to enforce', { capabilities: { ...tiny.capabilities, toolRestriction: 'enforced' } }, 'restricts tools'],
    ['claims to resume', { capabilities: { ...tiny.capabilities, resume: true } }, 'knows the conversation id'],
    [
      'throws on odd screens',
      { readScreen: (screen) => ({ state: 'ready', rule: screen.lines[0]?.trim().at(0)?.repeat(1) as string }) },
      'reads any screen without throwing',
    ],
    [
      'stores agents elsewhere',
      {
        agentStore: {
          ...store,
          file: () => '/etc/tiny',
          plan: () => ({ files: [{ path: '/etc/tiny', content: 'x' }] }),
        },
      },
      'puts a profile among',
    ],
    [
      'takes agents of the person’s for its own',
      { agentStore: { ...store, isOurs: () => true } },
      'knows its own agent',
    ],
    ['does not know its own agents', { agentStore: { ...store, isOurs: () => false } }, 'knows its own agent'],
    ['keeps old skills', { agentStore: { ...store, refresh: (content) => content } }, 'changes the catalogue'],
    [
      'throws on agents it cannot read',
      { agentStore: { ...store, refresh: (content) => JSON.parse(content) as string } },
      'changes the catalogue',
    ],
    ['has its skills elsewhere', { skillFolder: () => '/etc/skills' }, 'names the folder of the person'],
    ['is ready at once', { readScreen: () => ({ state: 'ready', rule: 'always' }) }, 'takes an empty screen'],
    [
      'trusts signals',
      { readSignal: (signal) => [{ type: 'turn_started', prompt: (signal as { a: string }).a, rule: 'x' }] },
      'reads any signal without throwing',
    ],
    [
      'invents replies',
      { readReply: () => 'hello' },
      'looks for a reply on any scrollback without throwing, and finds none',
    ],
    ['never presses Enter', { submit: (text) => [{ type: 'paste', text }] }, 'submits a text whole'],
    ['trims the text', { submit: (text) => tiny.submit(text.trim()) }, 'submits a text whole'],
    ['says yes to anything', { answer: () => [{ type: 'key', key: 'Enter' }] }, 'answers a question by the key'],
    ['presses unknown keys', { exit: [{ type: 'key', key: 'Ctrl-D' as never }] }, 'has steps to submit again'],
  ];

  it.each(broken)('%s', (_flaw, partial, name) => {
    const check = allChecks.find((candidate) => candidate.name.startsWith(name));
    expect(check).toBeDefined();
    expect(() => check?.run(defineProvider({ ...tiny, ...partial }), options)).toThrow(Error);
  });

  it('reads a screen otherwise than its fixture says', () => {
    const [fixture] = readScreenCases(options);
    if (fixture === undefined) throw new Error('no fixture found');
    expect(() => expectCase(tiny, fixture, screenFromText('bot: hello there\n> draft'), options)).toThrow(Error);
    expect(() => expectCase(tiny, fixture, fixture.screen, options)).not.toThrow();
  });
});

describe('a captured stream of signals', () => {
  testProvider(defineProvider(hooked), { ...options, fixtures: 'test/streams' });

  it('fails when a provider reads it otherwise', () => {
    const [fixture] = readSignalCases({ root, fixtures: 'test/streams' });
    if (fixture === undefined) throw new Error('no stream found');
    expect(fixture.signals).toHaveLength(3);
    expect(() => expectSignals(tiny, fixture, options)).toThrow(Error);
    expect(() => expectSignals(hooked, fixture, options)).not.toThrow();
  });
});

describe('screenFromText', () => {
  it('shapes text like a screen', () => {
    const screen = screenFromText('one  \n\ntwo\n\n', { title: 'x' });
    expect(screen.lines.slice(0, 3)).toEqual(['one', '', 'two']);
    expect(screen.lines).toHaveLength(24);
    expect(screen).toMatchObject({ rows: 24, cols: 80, title: 'x', cursor: { row: 2, col: 3 } });
    expect(screenFromText('').cursor).toMatchObject({ row: 0, col: 0 });
  });
});
