import { join } from 'node:path';
import { createLocalBackend, type InputStep } from '@cao/terminal';
import { CLIS, eventually, realCli, startModelEndpoint, type ModelRequest } from '@cao/testkit';
import { expect, test } from 'vitest';

/** Proves the model endpoint itself: the real CLIs take its answers, without CAO in between. */
const CASES = (['claude', 'codex'] as const).flatMap((name) =>
  (['current', 'old'] as const).map((age) => ({ name, version: CLIS[name].versions[age] })),
);

const ID = '00000001';
/** Codex may draw its prompt and then something else over it. */
const REST: InputStep = { type: 'settle', quietMs: 1500, maxMs: 20_000 };
/** An Enter inside the burst of a paste would be a line break. */
const PASTED: InputStep = { type: 'settle', quietMs: 400, maxMs: 3000 };
const ARGS = { claude: ['--dangerously-skip-permissions'], codex: ['--yolo', '--no-alt-screen'] };

test.each(CASES)('$name $version plays scripts of the model endpoint', async ({ name, version }) => {
  await using model = await startModelEndpoint();
  await using home = await CLIS[name].home({ url: model.url(name), cli: await realCli(name, version) });
  const backend = createLocalBackend();
  const turns = (): readonly ModelRequest[] => model.requests(name).filter(({ side, prompt }) => !side && prompt);
  let typed = 0;
  const type = async (...steps: readonly InputStep[]): Promise<void> => {
    await backend.input(ID, { key: `step-${typed++}`, steps });
  };
  const submit = async (script: string, ...before: readonly InputStep[]): Promise<void> => {
    await type(...before, { type: 'paste', text: script }, PASTED, { type: 'key', key: 'Enter' });
  };
  const ended = (script: string, outcome: ModelRequest['outcome'], nth: number): Promise<ModelRequest> =>
    model.waitFor(
      (request) =>
        request.outcome === outcome &&
        turns()
          .filter((turn) => turn.prompt?.trim() === script)
          .indexOf(request) === nth,
      30_000,
    );

  try {
    const argv = [name, ...ARGS[name]] as const;
    const logPath = join(home.home, 'terminal.log');
    await backend.spawn({
      id: ID,
      argv,
      cwd: home.cwd,
      env: home.env,
      size: { cols: 120, rows: 40 },
      logPath,
      labels: {},
    });

    const shows = (line: RegExp): Promise<unknown> =>
      eventually(async () => (await backend.snapshot(ID)).lines.some((text) => line.test(text)), { timeoutMs: 20_000 });
    await shows(/^[❯›]/);

    const tools =
      'Read this, please.\n\nTHINK:hm\nSAY:first\nTOOL:shell:{"command":"echo 4$((1+1))"}\nSAY:then\nREPORT:';
    await submit(tools, REST);
    const last = await ended(tools, 'answered', 1);
    expect(last.conversation?.items.findLast(({ kind }) => kind === 'result')).toMatchObject({
      text: expect.stringMatching(/^42\s*$/) as unknown,
      error: false,
    });

    const retried = 'FAIL:529:2\nSAY:through';
    await submit(retried, REST);
    await ended(retried, 'failed', 1);
    await ended(retried, 'answered', 2);

    const broken = 'FAIL:400';
    await submit(broken, REST);
    await ended(broken, 'failed', 0);

    // Claude Code puts a prompt back into its input box when no answer is on the screen yet, so one is. Old Codex ignores Escape
    // once there is, and lets go of the stream only when something arrives, so words keep coming.
    const words = `SLOW:30:${'word '.repeat(60)}end`;
    const slow = name === 'claude' ? `SAY:half\n${words}` : words;
    await submit(slow, REST);
    await ended(slow, 'open', 0);
    if (name === 'claude') await shows(/^● half/);
    await type({ type: 'key', key: 'Escape' });
    await ended(slow, 'aborted', 0);

    await submit('SAY:last', REST);
    await ended('SAY:last', 'answered', 0);
    expect(model.userTexts(name).map((text) => text.trim())).toEqual([tools, retried, broken, slow, 'SAY:last']);
    const screen = (await backend.render(ID)).join('\n');
    expect(screen).toMatch(/first[^]*then\s*42[^]*through[^]*400[^]*interrupted[^]*last/i);
  } catch (error) {
    const { lines } = await backend.snapshot(ID);
    throw new Error(`failed with this screen:\n${lines.filter((line) => line.trim() !== '').join('\n')}`, {
      cause: error,
    });
  } finally {
    await backend.shutdown();
  }
});
