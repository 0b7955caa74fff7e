import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const HOME = process.env.KIRO_HOME ?? join(process.env.HOME, '.kiro');
const PLAIN = { name: 'kiro_default', tools: ['*'], allowedTools: [], hooks: {}, mcpServers: {} };

/** The agent of a name, from the folders in which Kiro looks; the plain one when there is none. */
export function loadAgent(name) {
  const only = process.env.KIRO_AGENT_CONFIG_DIR;
  const folders = only ? [only] : [join(process.cwd(), '.kiro', 'agents'), join(HOME, 'agents')];
  for (const folder of folders.filter((path) => existsSync(path))) {
    for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.json'))) {
      const agent = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      if (agent.name === name) return { ...PLAIN, ...agent };
    }
  }
  return PLAIN;
}

/** Names of the agents in the person's folder. */
export function agentNames() {
  return namesIn('agents', '.json');
}

/** Names of the prompts (operating procedures, say) in the person's folder. */
export function promptNames() {
  return namesIn('prompts', '.md');
}

/** Lines of the script for a prompt: the prompt itself unless its words have one. */
export function scriptFor(prompt) {
  const file = join(HOME, 'stand-in.json');
  const scripts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const [, script] = scripts.find(([part]) => prompt.includes(part)) ?? [];
  return script ?? prompt.split('\n');
}

function namesIn(folder, ending) {
  const path = join(HOME, folder);
  const files = existsSync(path) ? readdirSync(path) : [];
  return files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
}

/** A session with its log, new or continued. `flags` may take hooks or log away. */
export function openSession(agent, resumed, flags) {
  const id = resumed ?? randomUUID();
  const folder = join(HOME, 'sessions', 'cli');
  const path = join(folder, `${id}.jsonl`);
  mkdirSync(folder, { recursive: true });
  const write = (kind, content, more = {}) => {
    if (flags.has('no-log')) return;
    const data = { message_id: randomUUID(), content, ...more };
    appendFileSync(path, `${JSON.stringify({ version: 'v1', kind, data })}\n`);
  };
  const earlier = existsSync(path)
    ? readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  return {
    id,
    earlier,
    prompt: (text) => write('Prompt', [words(text)], { meta: { timestamp: Math.floor(Date.now() / 1000) } }),
    says: (text, tool) => write('AssistantMessage', [words(text), ...(tool ? [{ kind: 'toolUse', data: tool }] : [])]),
    result: (tool, output) =>
      write('ToolResults', [
        { kind: 'toolResult', data: { toolUseId: tool.toolUseId, content: [words(output)], status: 'success' } },
      ]),
    /** Runs the agent's hooks one after the other and waits for them, as Kiro does. */
    async hook(name, more = {}) {
      const input = { hook_event_name: name, cwd: process.cwd(), session_id: id, ...more };
      if (flags.has('no-session-id')) delete input.session_id;
      for (const { command } of flags.has('no-hooks') ? [] : (agent.hooks[name] ?? [])) {
        await new Promise((done) => {
          const child = spawn('bash', ['-c', command], { stdio: ['pipe', 'ignore', 'ignore'] });
          child.on('exit', done);
          child.stdin.end(JSON.stringify(input));
        });
      }
    },
  };
}

function words(data) {
  return { kind: 'text', data };
}

/** Calls a tool of a server of the agent: starts it as a child with our environment, and ends it. Gives the text of the result. */
export async function callTool({ command, args, env }, name, input) {
  const child = spawn(command, args ?? [], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const ask = async (id, method, params) => {
    send({ id, method, params });
    for (;;) {
      const { value = '{}', done } = await answers.next();
      const answer = JSON.parse(value);
      if (done || answer.id === id) return answer.result ?? answer.error;
    }
  };
  try {
    const clientInfo = { name: 'stand-in', version: '1' };
    await ask(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    send({ method: 'notifications/initialized' });
    const { content = [] } = await ask(2, 'tools/call', { name, arguments: input });
    return content.map(({ text }) => text).join('');
  } finally {
    child.kill();
  }
}
