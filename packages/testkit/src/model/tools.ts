import type { Conversation, OfferedTool } from './conversation.ts';
import type { Move } from './move.ts';
import type { ToolCall } from './script.ts';

/** A call under the name the client knows, with the arguments its tool wants. */
export interface WireCall {
  readonly tool: OfferedTool;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Script words for what every agent CLI can do under a name of its own, best first. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  shell: ['Bash', 'bash', 'exec_command', 'shell_command', 'run_shell_command', 'shell'],
  write: ['Write', 'write', 'write_file', 'create', 'Bash', 'bash', 'exec_command', 'shell_command', 'shell'],
};

/**
 * Turns scripted calls into calls of the tools in the request. Tools that the client defers are looked up first, as a real
 * model has to; a name that fits nothing becomes text, so that the test sees it.
 */
export function wireCalls(
  move: Move,
  conversation: Conversation,
): { readonly calls: readonly WireCall[]; readonly unknown: readonly string[]; readonly lookup: boolean } {
  const calls: WireCall[] = [];
  const lookups: string[] = [];
  const unknown: string[] = [];
  for (const call of move.calls) {
    const tool = findTool(call.name, conversation.tools);
    const deferred = tool ? undefined : findTool(call.name, asTools(conversation.deferred));
    if (tool !== undefined) calls.push({ tool, input: translate(call, tool) });
    else if (deferred === undefined) unknown.push(call.name);
    else if (wasLookedUp(deferred.name, conversation)) calls.push({ tool: deferred, input: call.input });
    else lookups.push(deferred.name);
  }
  const search = conversation.tools.find((tool) => tool.name === 'ToolSearch');
  if (lookups.length === 0) return { calls, unknown, lookup: false };
  if (search === undefined) return { calls, unknown: [...unknown, ...lookups], lookup: false };
  return { calls: [{ tool: search, input: { query: `select:${lookups.join(',')}` } }], unknown, lookup: true };
}

/** The tool a scripted name means: itself, a tool whose name ends in it, or what an alias stands for. */
export function findTool(name: string, offered: readonly OfferedTool[]): OfferedTool | undefined {
  const exact = offered.find((tool) => tool.name === name && tool.namespace === undefined);
  if (exact !== undefined && !(name in ALIASES)) return exact;
  for (const alias of ALIASES[name] ?? []) {
    const tool = offered.find((candidate) => candidate.name === alias);
    if (tool !== undefined) return tool;
  }
  const suffixed = offered.filter(({ name: full, namespace }) =>
    namespace === undefined ? full.endsWith(`_${name}`) || full.endsWith(`-${name}`) : full === name,
  );
  // Clients have tools of their own with such names; ours come first.
  return suffixed.find((tool) => `${tool.namespace ?? ''}${tool.name}`.includes('cao')) ?? suffixed[0] ?? exact;
}

function asTools(names: readonly string[]): readonly OfferedTool[] {
  return names.map((name) => ({ name }));
}

function wasLookedUp(name: string, conversation: Conversation): boolean {
  return conversation.items.some(
    (item) => item.kind === 'call' && item.name === 'ToolSearch' && JSON.stringify(item.input).includes(name),
  );
}

/** Arguments of an alias in the words of the tool: `shell` takes {command, escalate}, `write` takes {path, content}. */
function translate(call: ToolCall, tool: OfferedTool): Readonly<Record<string, unknown>> {
  if (!(call.name in ALIASES)) return call.input;
  const { command, escalate, path, content, ...rest } = call.input;
  if (['Write', 'write', 'write_file', 'create'].includes(tool.name)) {
    return { [argument(tool, FILE_NAMES)]: path, [argument(tool, TEXT_NAMES)]: content, ...rest };
  }
  const line = call.name === 'shell' ? String(command) : `printf %s ${quote(String(content))} > ${quote(String(path))}`;
  const approval = escalate === true ? { justification: 'The script asks for it.' } : {};
  switch (tool.name) {
    case 'Bash':
    case 'bash':
    case 'run_shell_command': {
      const described = tool.takes?.includes('description') ?? true;
      return { command: line, ...(described ? { description: 'Run a scripted command' } : {}), ...rest };
    }
    case 'exec_command':
      return {
        cmd: line,
        ...(escalate === true ? { sandbox_permissions: 'require_escalated', ...approval } : {}),
        ...rest,
      };
    case 'shell_command':
      return {
        command: line,
        ...(escalate === true ? { sandbox_permissions: 'require_escalated', ...approval } : {}),
        ...rest,
      };
    default:
      return { command: ['bash', '-lc', line], ...rest };
  }
}

/** What tools that write a file call its path and its text; the first where the tool does not say. */
const FILE_NAMES = ['file_path', 'filePath', 'path'] as const;
const TEXT_NAMES = ['content', 'file_text'] as const;

function argument(tool: OfferedTool, names: readonly [string, ...string[]]): string {
  return names.find((name) => tool.takes?.includes(name)) ?? names[0];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
