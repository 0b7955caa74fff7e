import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { runDemo, type DemoTask } from '../demo/run-demo.ts';
import { CONDUCTOR_TASK, EXPECTED_PARTS } from '../demo/script.ts';
import { ensureServer, type StartedServer } from '../server/start.ts';
import { stopServer } from '../server/stop.ts';
import { isLive, styleFor } from '../style.ts';

const SCRIPTED = 'mock_cli';
/** Milliseconds. The scripted demo takes about ten seconds; a real team may well take half an hour. */
const SCRIPTED_LIMIT_MS = 120_000;
const REAL_LIMIT_MS = 45 * 60_000;
const HOLD_MS = 60_000;

export const demo = defineCommand({
  description:
    'Shows a team at work: a conductor hands off to one worker, assigns to two more at the same time, gets their reports and\n' +
    'combines them. Played by a scripted agent unless --provider names a real one. On a terminal the server stays up until Ctrl-C.',
  arguments: [{ name: 'TASK', help: 'task for the conductor, instead of the script', optional: true }],
  options: {
    provider: { type: 'text', value: 'NAME', help: `agent CLI to use; ${SCRIPTED} unless given`, complete: 'provider' },
    once: { type: 'flag', help: 'end after the result and leave nothing running that was not before' },
  },
  examples: [
    { command: 'cao demo' },
    { command: 'cao demo --once' },
    { command: 'cao demo --provider claude_code "Write a haiku each about pipes and sockets, then combine them"' },
  ],
  exits: { 130: 'Ctrl-C' },
  async run({ args: [words], options }, io) {
    const task = demoTask(words, options.provider ?? SCRIPTED);
    const once = options.once || !isLive(io.stdout, io.env);
    const server = await ensureServer(io);
    try {
      const client = await connect(io);
      if (task.provider !== SCRIPTED) warn(task.provider, io);
      const result = await runDemo(client, task, io);
      const style = styleFor(io.stdout, io.env);
      io.out(`\n${style.bold('Result')}\n\n${result.trimEnd()}\n\n`);
      if (!once) await stayUp(server, io);
      return EXIT.ok;
    } finally {
      if (server.started) await stopWhatWasStarted(io);
    }
  },
});

function demoTask(words: string | undefined, provider: string): DemoTask {
  const scripted = provider === SCRIPTED;
  const limitMs = scripted ? SCRIPTED_LIMIT_MS : REAL_LIMIT_MS;
  if (words !== undefined) return { provider, task: words, expected: [], limitMs };
  if (!scripted) throw new UsageError(`Missing argument 'TASK' for --provider ${provider}.`);
  return { provider, task: CONDUCTOR_TASK, expected: EXPECTED_PARTS, limitMs };
}

function warn(provider: string, io: Io): void {
  const style = styleFor(io.stderr, io.env);
  io.err(
    `${style.bold(style.yellow('[WARNING]'))} ${provider} works without asking, in a folder of its own that is removed afterwards.\n`,
  );
}

async function stayUp({ address, started }: StartedServer, io: Io): Promise<void> {
  io.out(`cao-server is up on ${address.url}. Try: cao launch --agents code_supervisor --provider ${SCRIPTED}\n`);
  io.out(started ? 'Ctrl-C stops it.\n' : 'It was running before and stays. Ctrl-C ends the demo.\n');
  // Nothing else keeps the process alive while it only waits for a key.
  const hold = setInterval(() => undefined, HOLD_MS);
  await io.interruptible(
    (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  );
  clearInterval(hold);
}

/** Agents that somebody started meanwhile are not ours to end: their host stays. */
async function stopWhatWasStarted(io: Io): Promise<void> {
  const others = await (await connect(io)).sessions.list().catch(() => undefined);
  await stopServer(io);
  if (others === undefined || others.length > 0) return;
  const { stopHost } = await import('../server/stop-host.ts');
  await stopHost(io);
}
