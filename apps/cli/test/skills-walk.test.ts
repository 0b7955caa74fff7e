import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../src/index.ts';
import { parseCommandLine } from '../src/parse.ts';
import { skillCommands } from './support/skill-commands.ts';

const LAUNCH = 'cao launch --agents code_supervisor';
const TASK = '--headless --yolo --session-name my-task --working-directory /path/to/project';

const PROMISED = [
  'curl -sf http://localhost:9889/sessions',
  'cao-server',
  'cao launch --agents profile',
  'cao install profile',
  'curl -sf http://localhost:9889/agents/profiles',
  'ls ~/.aws/cli-agent-orchestrator/agent-store/',
  'ls ~/.aws/cli-agent-orchestrator/agent-context/',
  'kiro-cli agent list',
  'cao install code_supervisor',
  'cao install developer',
  'cao install reviewer',
  `${LAUNCH} ${TASK} Build a hello-world Python script. Delegate to developer, then reviewer.`,
  `${LAUNCH} --provider claude_code ${TASK} ...`,
  'cao session status cao-my-task',
  'cao session status cao-my-task --workers',
  'cao shutdown --session cao-my-task',
  'cao launch --agents profile --headless --yolo --session-name name --working-directory path task',
  'cao session list',
  'cao session status SESSION',
  'cao session status SESSION --workers',
  'cao session status SESSION --terminal ID',
  'cao session status SESSION --json',
  'cao session send SESSION msg',
  'cao session send SESSION msg --timeout 60',
  'cao session send SESSION msg --async',
  'cao session send SESSION msg --terminal ID',
  'cao shutdown --session SESSION',
  'cao shutdown --all',
  'cao session send SESSION follow-up-question --terminal worker-terminal-id',
  'cao session status SESSION --terminal worker-terminal-id',
  'cao session send SESSION continue your work, then send results to terminal conductor-terminal-id --terminal worker-terminal-id',
];

const folder = mkdtempSync(path.join(tmpdir(), 'cao-skills-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const all = skillCommands(folder);
const ofCao = all.filter(({ words: [program] }) => program === 'cao');

/** Undefined when `cao` understands the words; else what it says. */
async function refusal(words: readonly string[]): Promise<string | undefined> {
  const entry = commands
    .filter(({ path: name }) => name.every((word, index) => words[index] === word))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  if (entry === undefined) return `no such command: cao ${words.join(' ')}`;
  try {
    parseCommandLine(words.slice(entry.path.length), await entry.load());
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('commands in the shipped skills', () => {
  it.each(ofCao)('$where: $words', async ({ words, mention }) => {
    const said = await refusal(words.slice(1));
    expect(mention && said?.startsWith('Missing ') ? undefined : said).toBeUndefined();
  });

  it('are, in cao-session-management, all that the skill promises', () => {
    const lines = all
      .filter(({ where }) => where.startsWith('cao-session-management/'))
      .map(({ words }) => words.join(' '));
    const home = (line: string): string => line.replace(folder, '~');
    expect(lines.map(home)).toEqual(expect.arrayContaining(PROMISED));
  });

  it('would be refused with a wrong name, a wrong flag or a word too many', async () => {
    expect(await refusal(['skil', 'list'])).toContain('no such command');
    expect(await refusal(['session', 'send', 's', 'm', '--wait'])).toBe('No such option: --wait');
    expect(await refusal(['session', 'list', 'all'])).toContain('unexpected extra argument');
  });

  it('name no other programs than these, and `cao` more than sixty times', () => {
    expect(ofCao.length).toBeGreaterThan(60);
    const others = new Set(all.map(({ words }) => words[0]));
    expect(others).toEqual(new Set(['cao', 'cao-server', 'cd', 'curl', 'kiro-cli', 'ls', 'npm']));
  });
});
