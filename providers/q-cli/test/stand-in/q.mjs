#!/usr/bin/env node
/**
 * A stand-in for the Amazon Q CLI, made from descriptions of its screens and hooks; it shares no line with it. A prompt is a
 * script: `SAYJSON:"text"` answers, `RUN:tool:what` uses a tool, `HANG` works until it is interrupted, `FAIL` ends in an error,
 * `SHOW` answers with the agent file. `no-hooks` in Q_STAND_IN takes the hooks away.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const KNOWN =
  'name description prompt mcpServers tools toolAliases allowedTools resources hooks toolsSettings useLegacyMcpJson model $schema'.split(
    ' ',
  );
const args = process.argv.slice(2);
if (args.includes('--version')) {
  console.log('q 1.19.7');
  process.exit(0);
}
const name = args[args.indexOf('--agent') + 1];
const trusted = args.includes('--trust-all-tools');
const silent = (process.env.Q_STAND_IN ?? '').includes('no-hooks');
const agent = loadAgent();
const out = (text) => process.stdout.write(text.replaceAll('\n', '\r\n'));
let [typed, shown, reading, cancel] = ['', 0, undefined, undefined];

/** By the name of the file. A file with a field that is not known is refused. */
function loadAgent() {
  for (const folder of [
    join(process.cwd(), '.amazonq', 'cli-agents'),
    join(process.env.HOME, '.aws', 'amazonq', 'cli-agents'),
  ]) {
    if (!existsSync(folder) || !readdirSync(folder).includes(`${name}.json`)) continue;
    const found = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    if (Object.keys(found).every((key) => KNOWN.includes(key))) return found;
  }
  return { name: 'q_cli_default', tools: ['*'], allowedTools: [], hooks: {} };
}

async function hook(event, more = {}) {
  const hooks = silent ? [] : (agent.hooks[event] ?? []);
  for (const { command } of hooks) {
    await new Promise((done) => {
      const child = spawn('bash', ['-c', command], { stdio: ['pipe', 'ignore', 'ignore'] });
      child.on('exit', done);
      child.stdin.end(JSON.stringify({ hook_event_name: event, cwd: process.cwd(), ...more }));
    });
  }
  if (hooks.length > 0) out(`✓ ${hooks.length} of ${hooks.length} hooks finished in 0.01 s\n`);
}

/** One line, or several that were pasted. With a code block left open Enter begins another line. */
function readLine() {
  [typed, shown] = ['', 0];
  out(`\n\x1b[?25h[${agent.name}] ${trusted ? '!' : ''}> `);
  return new Promise((done) => {
    reading = done;
  });
}

let pasting = false;
let rest = '';
function onData(chunk) {
  rest += chunk;
  while (rest !== '') {
    const marker = pasting ? '\x1b[201~' : '\x1b[200~';
    if (rest.startsWith(marker)) [pasting, rest] = [!pasting, rest.slice(6)];
    else if (rest.startsWith('\x1b') && rest.length < 6) return;
    else {
      const first = String.fromCodePoint(rest.codePointAt(0));
      rest = rest.slice(first.length);
      onCharacter(first);
    }
  }
}

function onCharacter(character) {
  if (character === '\x03') {
    if (!reading) out('^C');
    return reading
      ? ((typed = ''), out('\n(To exit the CLI, press Ctrl+C or Ctrl+D again or type /quit)\n'), reading(''))
      : cancel?.();
  }
  if (character === '\r' && !pasting && reading && typed !== '') {
    const open = typed.split('```').length % 2 === 0 || typed.endsWith('\\');
    if (!open) {
      out('\n');
      const done = reading;
      reading = undefined;
      return done(typed);
    }
  }
  if (!reading || (character === '\r' && !pasting && typed === '')) return;
  typed += character === '\r' ? '\n' : character;
  out(typed.slice(shown));
  shown = typed.length;
}

async function useTool(tool, what = '') {
  if (!agent.tools.includes('*') && !agent.tools.includes(tool)) return `${tool}: no such tool`;
  const allowed = trusted || agent.allowedTools.includes(tool);
  out(`\n🛠️  Using tool: ${tool}${allowed ? ' (trusted)' : ''}\n ⋮\n ● I will run the following command: ${what}\n`);
  if (!allowed) {
    out("\nAllow this action? Use 't' to trust (always allow) this tool for the session. [y/n/t]:\n");
    if (!/^[yt]$/i.test(await readLine())) return `${tool}: refused`;
  }
  out('\n ⋮\n ● Completed in 0.1s\n');
  return `${tool}: done`;
}

async function run(lines) {
  const said = [];
  const mine = cancel;
  // No model answers within the millisecond.
  await new Promise((done) => setTimeout(done, 50));
  // What was stopped meanwhile says nothing any more.
  if (cancel !== mine) return undefined;
  for (const line of lines) {
    if (line === 'HANG') {
      out('> The begin');
      await new Promise(() => {});
    } else if (line === 'FAIL') return undefined;
    else if (line === 'SHOW') said.push(JSON.stringify(agent));
    else if (line.startsWith('SAYJSON:')) said.push(JSON.parse(line.slice(8)));
    else if (line.startsWith('RUN:')) said.push(await useTool(...line.slice(4).split(':')));
  }
  return said.length > 0 ? said.join('\n') : 'OK.';
}

process.stdin.setRawMode(true);
process.stdin.setEncoding('utf8').on('data', onData);
out('\x1b[?2004h\n  Amazon Q\n\n/help all commands  •  ctrl + j new lines  •  ctrl + s fuzzy search\n');
for (;;) {
  const text = (await readLine()).trim();
  if (text === '/quit') process.exit(0);
  if (text === '') continue;
  out('\x1b[?25l');
  const cancelled = new Promise((done) => {
    cancel = () => done('cancelled');
  });
  await hook('userPromptSubmit', { prompt: text });
  out('⠋ Thinking...');
  out('\r\x1b[K');
  const end = await Promise.race([run(text.split('\n')).then((answer) => ({ answer })), cancelled]);
  cancel = undefined;
  if (end === 'cancelled') out('\n\n');
  else if (end.answer === undefined) out('Amazon Q is having trouble responding right now:\n   0: throttled\n');
  else {
    out(`\n> ${end.answer}\n\n`);
    await hook('stop');
  }
}
