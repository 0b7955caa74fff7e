import { describe, expect, it } from 'vitest';
import { readRecord, readReplyPart, sources } from '../src/wire.ts';
import { factsOf, RECORDED, wireLines, type Line } from './records.ts';

const ID = 'session_b6eaa833-9535-48ac-8065-a1d8b5229898';
const SOURCE = `wire:${ID}`;

/** The turn ends of a stream with the answers that the engine would give them. */
function endsOf(version: string, lines: readonly Line[], launchedAt = 0) {
  const facts = factsOf(version, { launchedAt });
  let said: { message: string; text: string } | undefined;
  return lines.flatMap((line) => {
    const part = readReplyPart(SOURCE, line, facts);
    if (part) said = { message: part.message, text: (said?.message === part.message ? said.text : '') + part.text };
    const [event] = readRecord(SOURCE, line, facts);
    if (event?.type === 'turn_completed') return [`completed ${said?.text}`];
    if (event?.type === 'turn_failed') return [`failed ${event.error}`];
    return event?.type === 'turn_interrupted' ? ['interrupted'] : [];
  });
}

const glyphs = [
  'Trust this folder?',
  '❯ 1. Yes',
  '  2. No',
  '▶ 1. Approve once',
  '  2. Reject',
  '↑/↓ select · 1/2/3/4 choose · ↵ confirm',
  '✨ not a prompt',
  '● not a bullet',
  '⠹ Working… · Tip: x',
  'Error: [provider] none',
  'Interrupted by user',
  '╭──╮',
  '│ > │',
  '╰──╯',
].join('\n');

describe.each(RECORDED)('the event stream of %s', (version) => {
  it('tells how each turn ended, replies byte for byte', () => {
    const knowsFailure = version === '2.1.0';
    expect(endsOf(version, wireLines(version)).slice(0, knowsFailure ? 14 : 13)).toEqual([
      'completed hello',
      'completed x',
      'completed one two three four five six seven eight nine ten',
      'completed OK. later words',
      'completed after',
      'completed over',
      'completed over',
      'completed chosen',
      'completed chosen',
      ...(knowsFailure ? ['failed 400 scripted failure 400'] : []),
      'completed fine again',
      'interrupted',
      'interrupted',
      `completed ${glyphs}`,
    ]);
  });

  it('tells the prompt of each turn, with the time', () => {
    const facts = factsOf(version, { launchedAt: 0 });
    const prompts = wireLines(version)
      .flatMap((line) => readRecord(SOURCE, line, facts))
      .flatMap((event) => (event.type === 'turn_started' ? [event] : []));
    expect(prompts.slice(0, 3).map(({ prompt }) => prompt)).toEqual([
      'SAY:hello',
      'WAIT:6\nSAY:x',
      'SLOW:5:one two three four five six seven eight nine ten',
    ]);
    expect(prompts.every(({ at }) => at !== undefined && at > 1_790_000_000_000)).toBe(true);
  });

  it('says nothing of what was before this start of the program', () => {
    expect(endsOf(version, wireLines(version), Date.parse('2027-01-01'))).toEqual([]);
  });
});

it('tells of questions and of their answers since 0.40', () => {
  const facts = factsOf('2.1.0', { launchedAt: 0 });
  const types = wireLines('2.1.0')
    .filter((line) => String(line['type']).startsWith('interaction.'))
    .flatMap((line) => readRecord(SOURCE, line, facts).map(({ type }) => type));
  expect(types).toEqual(Array.from({ length: 5 }, () => ['needs_input', 'working']).flat());
});

describe('sources', () => {
  it('follows no file while the conversation is unknown', () => {
    expect(sources(factsOf('2.1.0', { conversationId: undefined }))).toEqual([]);
    expect(sources(factsOf('2.1.0', { conversationId: '../elsewhere' }))).toEqual([]);
  });

  it.each([
    ['/srv/demo/shop', '/home/someone/.kimi-code', {}, 'wd_shop_378eb1d5acf7'],
    ['/srv/My Größe!/', '/data/kimi', { KIMI_CODE_HOME: '/data/kimi' }, 'wd_my-gr-e_3ced865ffdb4'],
    ['/', '/data/kimi', { KIMI_CODE_HOME: '/data/kimi' }, 'wd_workspace_e3b0c44298fc'],
  ])('finds the stream of a session in %s', (cwd, home, env, folder) => {
    const [source] = sources(factsOf('2.1.0', { cwd, env, conversationId: ID }));
    expect(source).toEqual({
      id: SOURCE,
      path: `${home}/sessions/${folder}/${ID}/agents/main/wire.jsonl`,
      format: 'jsonl',
    });
  });
});
