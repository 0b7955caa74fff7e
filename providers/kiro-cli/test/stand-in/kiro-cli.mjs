#!/usr/bin/env node
/**
 * A stand-in for Kiro CLI, made from descriptions of its screens, hooks and session log; it shares no line with it. A prompt is a
 * script, a directive a line: `SAYJSON:"text"` answers, `RUN:tool:what` uses a tool, `CALL:tool:{json}` one of CAO's, `HANG` works
 * until it is interrupted, `FAIL` ends in an error, `SHOW` answers with the agent file, `EARLIER` with what was said before this
 * start. A file `stand-in.json` in Kiro's folder gives scripts for prompts in words: pairs of words that a prompt holds and its
 * script. Words in KIRO_STAND_IN take parts away: no-hooks, no-log, no-session-id.
 */
import { agentNames, callTool, loadAgent, openSession, promptNames, scriptFor } from './agent.mjs';
import { createKeys, createScreen } from './screen.mjs';

const args = process.argv.slice(2);
const valueOf = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
if (args.includes('--version')) {
  console.log('kiro-cli 2.28.0');
  process.exit(0);
}
if (args[0] === 'agent' && args[1] === 'list') {
  for (const name of agentNames()) console.log(`  ${name.padEnd(24)} Global`);
  process.exit(0);
}

const trusted = args.includes('--trust-all-tools');
const agent = loadAgent(valueOf('--agent'));
const session = openSession(agent, valueOf('--resume-id'), new Set((process.env.KIRO_STAND_IN ?? '').split(' ')));
const screen = createScreen();
let [typed, busy, menu, active, pastedAt] = ['', undefined, undefined, [], 0];

function refresh() {
  if (menu) return screen.draw(menuRows());
  const gauge = `${agent.name} · auto · ◔ 3%`;
  const word = busy ? 'Kiro is working · 1s · Type to steer · Ctrl+S to queue' : 'ask a question or describe a task ↵';
  const shown = typed.includes('\n') ? `[Pasted text +${typed.split('\n').length} lines]` : typed;
  const box = shown === '' ? `›  ${word}` : `› ${shown}`;
  screen.draw([
    ...active,
    screen.rule(),
    gauge.padEnd(screen.cols() - 20) + process.cwd().slice(-18),
    box,
    '',
    ' '.repeat(40) + '/copy to clipboard',
  ]);
}

function menuRows() {
  const rows = menu.options.map((label, index) => ` ${index === menu.at ? '❯' : ' '} ${label}`);
  return [...menu.head, ...rows, screen.rule(), menu.foot];
}

function choose(head, options, foot) {
  return new Promise((done) => {
    menu = { head, options, foot, at: 0, done };
    refresh();
  }).finally(() => {
    menu = undefined;
  });
}

async function main() {
  process.stdin.setRawMode(true);
  process.stdout.write('\x1b[?2004h');
  process.stdin.setEncoding('utf8').on('data', createKeys(onKey));
  process.stdout.on('resize', refresh);
  if (trusted) await confirmTrust();
  screen.print(['', '  K I R O', '']);
  refresh();
  active = ['● Initializing...'];
  refresh();
  await session.hook('agentSpawn');
  active = [];
  for (const { kind, data } of session.earlier)
    if (kind !== 'ToolResults') screen.print([kind === 'Prompt' ? screen.rule() : '', `  ${data.content[0].data}`]);
  refresh();
}

async function confirmTrust() {
  const head = [
    ' Warning: Kiro is running in trust all tools mode',
    screen.rule(),
    ' By proceeding, you accept responsibility.',
  ];
  const foot = '  esc to cancel · ↑↓ to navigate · ↵ to select';
  const at = await choose(head, ['No, exit', 'Yes, I accept', "Yes, and don't ask again"], foot);
  if (at !== 1) process.exit(at === 2 ? 9 : 1);
}

function onKey(key) {
  if (menu) {
    const last = menu.options.length - 1;
    if (key.name === 'Up') menu.at = Math.max(0, menu.at - 1);
    if (key.name === 'Down') menu.at = Math.min(last, menu.at + 1);
    if (key.name === 'Escape') return menu.done(last);
    if (key.name === 'Enter') return menu.done(menu.at);
    return refresh();
  }
  if (key.name === 'Escape') return busy?.cancel();
  if (key.paste !== undefined) [typed, pastedAt] = [typed + key.paste, Date.now()];
  if (key.text !== undefined) typed += key.text;
  // An Enter right behind a paste is taken for a part of it.
  if (key.name === 'Enter' && typed !== '' && Date.now() - pastedAt > 100 && !busy) {
    const text = typed;
    typed = '';
    void submit(text);
  }
  refresh();
}

async function submit(text) {
  if (text === '/quit') {
    screen.print(['Session ended.', `Resume with: kiro-cli --resume-id ${session.id}`]);
    process.exit(0);
  }
  if (text === '/prompts') {
    screen.print(['', 'Prompts', ...promptNames().map((name) => `  @${name}`), '']);
    return refresh();
  }
  const cancelled = new Promise((done) => {
    busy = { cancel: () => done('cancelled') };
  });
  screen.print([screen.rule(), ...text.split('\n').map((line) => `  ${line}`), '']);
  refresh();
  await session.hook('userPromptSubmit', { prompt: text });
  session.prompt(text);
  const end = await Promise.race([run(scriptFor(text)), cancelled]);
  active = [];
  if (end === 'cancelled') screen.print(['', '● Cancelled streaming']);
  else if (end === 'failed') screen.print(['', 'Kiro is having trouble responding right now: throttled']);
  else await finish(end);
  busy = undefined;
  refresh();
}

async function finish(answer) {
  const [first = '', ...rest] = answer.split('\n');
  screen.print([
    '',
    `• ${first}`,
    ...rest.map((line) => `  ${line}`),
    '▸ Credits: turn 0.07 • session 0.07 | Time: 1s',
  ]);
  session.says(answer);
  await session.hook('stop');
}

async function run(lines) {
  const said = [];
  await modelTime();
  for (const line of lines) {
    if (line === 'HANG') await new Promise(() => {});
    else if (line === 'FAIL') return 'failed';
    else if (line === 'EARLIER') said.push(session.earlier.map(({ data }) => data.content[0].data).join('|'));
    else if (line === 'SHOW') said.push(JSON.stringify(agent));
    else if (line.startsWith('SAYJSON:')) said.push(JSON.parse(line.slice(8)));
    else if (line.startsWith('CALL:')) said.push(await callCao(line.slice(5)));
    else if (line.startsWith('RUN:')) said.push(await useTool(...line.slice(4).split(':')));
  }
  return said.length > 0 ? said.join('\n') : 'OK.';
}

/** No model answers within the millisecond. */
function modelTime() {
  return new Promise((done) => setTimeout(done, 50));
}

async function callCao(call) {
  const [name] = call.split(':', 1);
  session.says('', { toolUseId: 'tooluse_cao', name: `@cao-mcp-server/${name}`, input: {} });
  return callTool(agent.mcpServers['cao-mcp-server'], name, JSON.parse(call.slice(name.length + 1)));
}

async function useTool(name, what = '') {
  if (!agent.tools.includes('*') && !agent.tools.includes(name)) return `${name}: no such tool`;
  const tool = { toolUseId: `tooluse_${name}`, name, input: { command: what } };
  session.says('', tool);
  if (!trusted && !agent.allowedTools.includes(name)) {
    const labels = ['Yes, single permission', 'Trust, always allow in this session', 'No (Tab to edit)'];
    const head = [`↓ ${name} ${what}`, screen.rule(), ` ${name} requires approval`];
    if ((await choose(head, labels, ' esc to close · ↑↓ to navigate · ↵ to select · Tab to edit')) === 2)
      return `${name}: refused`;
  }
  screen.print([`● ${name} ${what}`]);
  session.result(tool, 'done');
  return `${name}: done`;
}

await main();
