import path from 'node:path';
import { appendLine, type HookName } from './hooks.ts';
import { refuseNative, refuseServer } from './policy.ts';
import type { AgentDeps } from './agent.ts';
import type { Prompt } from './editor.ts';
import type { Asked } from './question.ts';
import type { Stage } from './run.ts';
import type { JsonObject } from './script.ts';

/** One turn, as far as its script can touch it. */
export interface TurnContext {
  readonly id: string;
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
  readonly values: Stage['values'];
  readonly recall: () => string;
  readonly report: (hook: HookName, fields: JsonObject) => void;
  readonly keep: (chunk: string) => void;
  readonly expect: (count: number, template: string) => void;
}

export function createStage(deps: AgentDeps, turn: TurnContext): Stage {
  const { options, ui } = deps;
  const { prompt, signal } = turn;
  const report = (hook: HookName, fields: JsonObject) => turn.report(hook, { turn_id: turn.id, ...fields });

  function ask(question: Asked): Promise<string> {
    const shown = question.options.map((label, at) => ({ key: String(at + 1), label }));
    const tool = question.tool === undefined ? {} : { tool_name: question.tool };
    report('PermissionRequest', { question: question.text, options: shown, ...tool });
    return ui.ask(question, signal);
  }

  /** Reports the beginning and the end of a piece of work. */
  async function asTool(tool: string, input: JsonObject, work: () => Promise<string>): Promise<string> {
    report('PreToolUse', { tool_name: tool, tool_input: input });
    try {
      const result = await work();
      report('PostToolUse', { tool_name: tool, tool_response: result });
      return result;
    } catch (error) {
      if (!signal.aborted) report('PostToolUse', { tool_name: tool, error: (error as Error).message });
      throw error;
    }
  }

  async function callTool(name: string, args: JsonObject): Promise<string> {
    const refused = refuseServer(options.mcpName, options.allowedTools);
    if (refused !== undefined) throw new Error(refused);
    const onProgress = (text: string) => ui.status(text === '' ? `Calling ${name}` : `Calling ${name}: ${text}`);
    return (await deps.mcp()).call(name, args, { signal, onProgress });
  }

  async function useNative(tool: string, input: JsonObject): Promise<string> {
    const refused = refuseNative(tool, options.allowedTools);
    if (refused !== undefined) return `native ${tool} refused: ${refused}`;
    if (!options.askPermission) return `native ${tool}: ok`;
    const choice = await ask({
      text: `Do you want to use ${tool}?\n${JSON.stringify(input)}`,
      options: ['Yes', 'No'],
      tool,
    });
    return choice === 'Yes' ? `native ${tool}: ok` : `native ${tool} refused: the person said no`;
  }

  return {
    prompt,
    signal,
    env: deps.env,
    values: turn.values,
    now: deps.now,
    systemPrompt: deps.systemPrompt,
    recall: turn.recall,
    write: (chunk) => {
      turn.keep(chunk);
      ui.write(chunk);
    },
    status: ui.status,
    silence: ui.silence,
    garbage: ui.garbage,
    ask: (question) => asTool('ask', { question: question.text }, () => ask(question)),
    callTool: ({ name, args }) => {
      ui.note(`→ ${name} ${JSON.stringify(args)}`);
      return asTool(`mcp__${options.mcpName}__${name}`, args, () => callTool(name, args));
    },
    useNative: (tool, input) => {
      ui.note(`→ ${tool} ${JSON.stringify(input)}`);
      return asTool(tool, input, () => useNative(tool, input));
    },
    record: (file) => {
      const bytes = prompt.bytes.toString('base64');
      const record = { session_id: deps.sessionId, turn_id: turn.id, at: deps.now(), prompt: prompt.text, bytes };
      appendLine(path.resolve(deps.cwd, file), record);
    },
    expect: turn.expect,
    crash: ui.crash,
  };
}
