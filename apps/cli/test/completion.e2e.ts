import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLocalBackend, type InputStep } from '@cao/terminal';
import { eventually, run, tempHome, type TempHome } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CAO = fileURLToPath(new URL('../bin/cao.js', import.meta.url));
const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

let home: TempHome;

beforeAll(async () => {
  home = await tempHome();
  await home.addProgram(CAO, 'cao');
  await writeFile(path.join(home.cwd, 'my-agent.md'), '# hello\n');
});
afterAll(() => home.dispose());

async function shell(program: string, args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run(program, args, { env: home.env, cwd: home.cwd, timeoutMs: 30_000 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

// A shell that is not on this machine cannot be asked; the words it would get are tested without it in completion.test.ts.
describe.runIf(has('bash'))('bash', () => {
  /** Completes as readline does: these words, the last one under the cursor. */
  const complete = (...words: string[]): Promise<string[]> => {
    const script = [
      'source <(cao completion bash)',
      'COMP_WORDS=(cao "$@")',
      'COMP_CWORD=$#',
      '_cao 2>/dev/null',
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ];
    return shell('bash', ['--norc', '-c', script.join('\n'), 'bash', ...words]);
  };

  it.each([
    [['la'], ['launch']],
    [['session', 'st'], ['status']],
    [['launch', '--head'], ['--headless']],
    [['launch', '--agents', 'code'], ['code_supervisor']],
    [['launch', '--provider', '=', 'claude'], ['claude_code']],
    [['install', 'my-'], ['my-agent.md']],
    [['completion', 'f'], ['fish']],
    [['session', 'status', 'no-server'], []],
  ])('%j', async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  it('knows a function for cao after it was sourced, under set -u too', async () => {
    const script = 'set -u; source <(cao completion bash); complete -p cao';
    expect(await shell('bash', ['--norc', '-c', script])).toEqual(['complete -F _cao cao']);
  });
});

describe.runIf(has('fish'))('fish', () => {
  it.each([
    ['cao la', ['launch\tstart a session with a conductor']],
    ['cao launch --agents code', [expect.stringMatching(/^code_supervisor\t/)]],
    ['cao launch --provider claude', [expect.stringMatching(/^claude_code\t/)]],
    ['cao completion f', ['fish']],
    ['cao install my-', [expect.stringMatching(/^my-agent\.md/)]],
  ])('%s', async (line, expected) => {
    const script = `cao completion fish | source; complete -C '${line}'`;
    expect(await shell('fish', ['--no-config', '-c', script])).toEqual(expected);
  });
});

describe.runIf(has('zsh'))('zsh', () => {
  it('completes on Tab in a real terminal', async () => {
    const backend = createLocalBackend();
    const id = '00000001';
    let count = 0;
    const type = async (...steps: InputStep[]): Promise<void> => {
      await backend.input(id, { key: `k${count++}`, steps });
    };
    const shows = (pattern: RegExp): Promise<unknown> =>
      eventually(async () => (await backend.snapshot(id)).lines.some((line) => pattern.test(line)), {
        timeoutMs: 20_000,
      });
    try {
      await backend.spawn({
        id,
        argv: ['zsh', '-f', '-i'],
        cwd: home.cwd,
        env: { ...home.env, PS1: 'ready> ' },
        size: { cols: 120, rows: 40 },
        logPath: path.join(home.home, 'zsh.log'),
        labels: {},
      });
      await shows(/^ready>/);
      const setUp = 'autoload -Uz compinit && compinit -u -D && source <(cao completion zsh) && echo set-$((40+2))';
      await type({ type: 'text', text: setUp }, { type: 'key', key: 'Enter' });
      await shows(/^set-42/);
      await type({ type: 'text', text: 'cao launch --agents code' }, { type: 'key', key: 'Tab' });
      await shows(/^ready> cao launch --agents code_supervisor/);
      await type({ type: 'text', text: '--headl' }, { type: 'key', key: 'Tab' });
      await shows(/--headless/);
      await type({ type: 'key', key: 'C-u' }, { type: 'text', text: 'cao session st' }, { type: 'key', key: 'Tab' });
      await shows(/^ready> cao session status/);
    } finally {
      await backend.shutdown();
    }
  });
});
