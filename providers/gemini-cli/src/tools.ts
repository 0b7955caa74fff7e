import { TOOL_WORDS, UNRESTRICTED, type ToolWord } from '@cao/contracts';

/** Native tools by what they let an agent do. Names it no longer has are harmless, so old ones stay. */
const NATIVE: Readonly<Record<ToolWord, readonly string[]>> = {
  execute_bash: ['run_shell_command', 'list_background_processes', 'read_background_output'],
  fs_read: ['read_file', 'read_many_files', 'list_mcp_resources', 'read_mcp_resource'],
  // A fact worth remembering is written to the person's own context file; a plan is left for work on the files.
  fs_write: ['write_file', 'replace', 'save_memory', 'exit_plan_mode'],
  fs_list: ['list_directory', 'glob', 'grep_search', 'search_file_content'],
  web_fetch: ['web_fetch', 'google_web_search'],
};

/** Rules of the policy engine have priorities within their file's tier; these are its ends. */
const HIGHEST = 999;
const ABOVE_DEFAULTS = 500;

interface Rule {
  readonly decision: 'allow' | 'deny';
  readonly tools?: readonly string[];
  readonly server?: string;
  readonly priority: number;
}

/**
 * A policy file that holds the agent to the tool words, in every approval mode and for sub-agents too. Denied tools are not even
 * shown to the model. Servers of the launch never ask: naming them in the profile was the permission.
 */
export function policyFile(
  allowedTools: readonly string[],
  servers: readonly { name: string; word: string }[],
): string {
  return `${rulesFor(allowedTools, servers).map(toToml).join('\n\n')}\n`;
}

function rulesFor(allowed: readonly string[], servers: readonly { name: string; word: string }[]): readonly Rule[] {
  if (allowed.length === 0) return [{ decision: 'deny', tools: ['*'], priority: HIGHEST }];
  const free = allowed.includes(UNRESTRICTED);
  const allows = (word: string) =>
    free || allowed.includes(word) || (word.startsWith('fs_') && allowed.includes('fs_*'));
  const denied = TOOL_WORDS.filter((word) => !allows(word)).flatMap((word) => NATIVE[word]);
  return [
    ...(denied.length === 0 ? [] : [{ decision: 'deny' as const, tools: denied, priority: HIGHEST }]),
    ...servers.map(({ name, word }): Rule =>
      allows(`@${word}`)
        ? { decision: 'allow', server: name, priority: ABOVE_DEFAULTS }
        : { decision: 'deny', server: name, priority: HIGHEST },
    ),
  ];
}

function toToml({ decision, tools, server, priority }: Rule): string {
  const lines = [
    '[[rule]]',
    // Basic strings of TOML have the escapes of JSON.
    ...(tools === undefined ? [] : [`toolName = ${JSON.stringify(tools.length === 1 ? tools[0] : tools)}`]),
    ...(server === undefined ? [] : [`mcpName = ${JSON.stringify(server)}`, 'toolName = "*"']),
    `decision = ${JSON.stringify(decision)}`,
    `priority = ${priority}`,
  ];
  return lines.join('\n');
}
