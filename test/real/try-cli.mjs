// Starts a real agent CLI on the scripted model, to look at its screens. Build @cao/testkit and @cao/terminal first.
//
//   node test/real/try-cli.mjs claude                                  in your own terminal; Ctrl-\ ends it
//   node test/real/try-cli.mjs codex --age old --do 'SAY:hello' --do key:Escape    types each step and prints the screen after it
//
// Flags: --age old, --age oldest or --version X, --first-run, --size 120x40; what follows -- goes to the CLI.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLocalBackend } from '@cao/terminal';
import { CLIS, eventually, realCli, startModelEndpoint } from '@cao/testkit';

const ID = '00000001';
/** Ctrl-\\ */
const END_KEY = 0x1c;
/** Nothing printed for this long and no request open: the CLI waits for somebody. */
const QUIET_MS = 1200;
/** Retries of a CLI pause for seconds; what is open for longer than this stays open. */
const STEP_LIMIT_MS = 30_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    age: { type: 'string', default: 'current' },
    version: { type: 'string' },
    'first-run': { type: 'boolean', default: false },
    size: { type: 'string' },
    do: { type: 'string', multiple: true },
  },
});
const [name, ...cliArgs] = positionals;
if (!Object.hasOwn(CLIS, name ?? '')) {
  const names = Object.keys(CLIS).join('|');
  console.error(
    `usage: try-cli.mjs ${names} [--age A] [--version X] [--first-run] [--size CxR] [--do STEP]... [-- ARGS]`,
  );
  process.exit(2);
}

const cli = await realCli(name, values.version ?? CLIS[name].versions[values.age]);
const model = await startModelEndpoint();
const home = await CLIS[name].home({
  url: model.url(name),
  cli,
  state: values['first-run'] ? 'first-run' : 'prepared',
});
const backend = createLocalBackend();
const [cols, rows] = (values.size ?? `${process.stdout.columns ?? 120}x${process.stdout.rows ?? 40}`)
  .split('x')
  .map(Number);
let lastActivity = Date.now();
backend.on((event) => {
  lastActivity = Date.now();
  if (event.type === 'title' && values.do) console.log(`title: ${event.title}`);
});

try {
  await backend.spawn({
    id: ID,
    argv: [cli.path, ...cliArgs],
    cwd: home.cwd,
    env: home.env,
    size: { cols, rows },
    logPath: join(home.home, 'terminal.log'),
    labels: {},
  });
  await (values.do ? playSteps(values.do) : sitInTerminal());
  printRequests();
} finally {
  await backend.shutdown();
  await home.temp.dispose();
  await model.close();
}

async function playSteps(steps) {
  await quiet();
  await printScreen('start');
  for (const [index, step] of steps.entries()) {
    const key = step.startsWith('key:') ? step.slice(4) : undefined;
    const input = key
      ? [{ type: 'key', key }]
      : [
          { type: 'paste', text: step.replaceAll('\\n', '\n') },
          { type: 'settle', quietMs: 300, maxMs: 2000 },
          { type: 'key', key: 'Enter' },
        ];
    await backend.input(ID, { key: `step-${index}`, steps: input });
    lastActivity = Date.now();
    await quiet();
    await printScreen(step);
  }
}

/** Resolves when the CLI rests, has ended, or is busy for longer than we look. */
async function quiet() {
  const resting = async () =>
    (await backend.get(ID))?.exit !== undefined ||
    (Date.now() - lastActivity > QUIET_MS && model.requests().every(({ outcome }) => outcome !== 'open'));
  await eventually(resting, { timeoutMs: STEP_LIMIT_MS, intervalMs: 100 }).catch(() => console.log('(still busy)'));
}

async function printScreen(label) {
  const { lines, title, alternate } = await backend.snapshot(ID);
  const exit = (await backend.get(ID))?.exit;
  console.log(`\n=== ${label}  [title ${JSON.stringify(title)}${alternate ? ', alternate screen' : ''}]`);
  console.log(lines.filter((line) => line.trim() !== '').join('\n'));
  if (exit) console.log(`(ended: ${JSON.stringify(exit)})`);
}

function printRequests() {
  console.log('\nrequests to the model:');
  for (const { seq, path, side, outcome, status, prompt } of model.requests()) {
    const facts = [seq, path, side ? 'side' : 'turn', outcome, status ?? '-', JSON.stringify(prompt ?? '')];
    console.log(facts.join(' ').slice(0, 160));
  }
}

async function sitInTerminal() {
  const { stdin, stdout } = process;
  let ended = () => {};
  const end = new Promise((resolve) => (ended = resolve));
  const viewer = await backend.attach(ID, {
    control: { cols, rows },
    onSize: () => {},
    onEnd: ended,
    onData: (data) => stdout.write(data, () => viewer.ack(data.length)),
  });
  stdin.setRawMode?.(true);
  stdin.on('data', (data) => (data.includes(END_KEY) ? ended() : viewer.write(data)));
  stdout.on('resize', () => viewer.resize({ cols: stdout.columns, rows: stdout.rows }));
  await end;
  stdin.setRawMode?.(false);
  stdin.pause();
  viewer.detach();
}
