import path from 'node:path';
import { homedir } from 'node:os';
import { openSync, readFileSync, writeSync } from 'node:fs';
import { FLAGS, parseArgs, type Options } from './args.ts';
import { createAgent } from './agent.ts';
import { createApp } from './app.ts';
import { createHooks } from './hooks.ts';
import { createKeyReader } from './keys.ts';
import { NO_MEMORY, openTranscript, readMemory, transcriptPath, type Memory } from './transcript.ts';
import { VERSION } from './version.ts';
import type { McpClient } from './mcp.ts';

/** A terminal sends the rest of a sequence at once; what stays alone this long is the Escape key. */
const ESCAPE_MS = 30;

const { env, stdin, stdout } = process;

function main(): void {
  const parsed = parseArgs(process.argv.slice(2), env['MOCK_CLI_FLAGS'] ?? '');
  if (parsed.type === 'version') return void stdout.write(`mock_cli ${VERSION}\n`);
  if (parsed.type === 'help')
    return void stdout.write(`mock_cli [options]\n\n${FLAGS.map((flag) => `  ${flag}`).join('\n')}\n`);
  if (parsed.type === 'wrong') return refuse(parsed.message, 2);
  if (!stdin.isTTY || !stdout.isTTY) return refuse('needs a terminal', 2);
  const { options } = parsed;
  const home = env['MOCK_CLI_HOME'] ?? path.join(homedir(), '.mock-cli');
  const sessionId = options.resume ?? options.sessionId ?? crypto.randomUUID();
  const file = transcriptPath(home, sessionId);
  const memory = options.resume === undefined ? NO_MEMORY : readMemory(file);
  if (memory === undefined) return refuse(`no conversation ${sessionId}`, 1);
  return run(options, sessionId, file, memory);
}

function refuse(message: string, code: number): void {
  process.stderr.write(`mock_cli: ${message}\n`);
  process.exitCode = code;
}

function run(options: Options, sessionId: string, file: string, memory: Memory): void {
  const now = () => Date.now();
  let started = false;
  let exited = false;

  const exit = (code: number, reason: string): void => {
    if (exited) return;
    exited = true;
    if (started) app.close(reason);
    stdout.write(`\x1b[?2004l${options.alternate ? '\x1b[?1049l' : ''}\x1b[?25h`);
    if (started) stdout.write(`Resume this conversation with: mock_cli --resume ${sessionId}\r\n`);
    process.exit(code);
  };
  const crash = (how: string): Promise<never> => {
    if (how.startsWith('SIG')) process.kill(process.pid, how);
    else process.exit(Number(how));
    return new Promise(() => {});
  };

  const app = createApp({
    write: (bytes) => stdout.write(bytes),
    screen: () => ({ cols: stdout.columns || 80, rows: stdout.rows || 24 }),
    now,
    cwd: process.cwd(),
    model: options.model,
    title: options.title,
    swallowEnter: options.swallowEnter,
    exit,
    crash,
    agent: (ui) =>
      createAgent({
        options,
        sessionId,
        env,
        cwd: process.cwd(),
        ui,
        hooks: createHooks({
          path: options.hooks ? env['CAO_SIGNAL_FILE'] : undefined,
          dropped: options.droppedHooks,
          now,
        }),
        transcript: openTranscript(file, now),
        memory,
        mcp: mcpFor(options),
        systemPrompt: () =>
          options.systemPromptFile === undefined ? '' : readFileSync(options.systemPromptFile, 'utf8'),
        now,
      }),
  });

  listen(app, () => started);
  stdout.on('resize', () => started && app.draw());
  stdout.on('error', () => process.exit(1));
  process.on('SIGTERM', () => exit(143, 'SIGTERM'));
  process.on('SIGHUP', () => exit(129, 'SIGHUP'));
  setTimeout(() => {
    stdout.write(`${options.alternate ? '\x1b[?1049h\x1b[H' : ''}\x1b[?2004h`);
    started = true;
    app.begin(options.trustDialog, options.resume === undefined ? 'startup' : 'resume', memory.turns.length);
  }, options.startDelayMs);
}

/** Feeds the keyboard to the app. What is typed before the program started is lost, as in the real ones. */
function listen(app: ReturnType<typeof createApp>, started: () => boolean): void {
  stdin.setRawMode(true);
  const logPath = env['MOCK_CLI_LOG'];
  // Opened after the switch to raw mode: once the file is there, no key is echoed by the terminal any more.
  const log = logPath === undefined || logPath === '' ? undefined : openSync(logPath, 'a', 0o600);
  const reader = createKeyReader();
  let timer: NodeJS.Timeout | undefined;
  stdin.on('data', (chunk: Buffer) => {
    // The clock that all processes of the machine share.
    const ms = Number(process.hrtime.bigint()) / 1e6;
    if (log !== undefined)
      writeSync(log, `${JSON.stringify({ ms, bytes: chunk.length, data: chunk.toString('base64') })}\n`);
    if (!started()) return;
    clearTimeout(timer);
    for (const event of reader.feed(chunk)) app.key(event);
    if (reader.pending()) {
      timer = setTimeout(() => {
        for (const event of reader.flush()) app.key(event);
        app.draw();
      }, ESCAPE_MS);
    }
    app.draw();
  });
  stdin.on('end', () => process.exit(1));
}

function mcpFor(options: Options) {
  let client: Promise<McpClient> | undefined;
  return () => {
    const url = env[options.mcpUrlEnv];
    if (url === undefined || url === '') return Promise.reject(new Error(`${options.mcpUrlEnv} is not set`));
    const silenceMs = options.mcpTimeoutMs;
    return (client ??= import('./mcp.ts').then(({ createMcpClient }) =>
      createMcpClient({ url, token: env[options.mcpTokenEnv], silenceMs }),
    ));
  };
}

main();
