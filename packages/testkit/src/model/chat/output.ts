/** What clients write above the output: Kimi Code always, and for a failed call; Copilot CLI for one that failed in an MCP server. */
const HEAD = /^(?:Wall time: .*\n)?(<system>ERROR: .*<\/system>\n?|MCP server '[^']*': )?/;

/** What Copilot CLI writes below the output of a command. */
const FOOT = /\n?<shellId: \S+ completed with exit code (\d+)>\s*$/;

const FAILED = /^(?:err|error|failed|tool call error)\b/i;

/**
 * What the tool itself said, and whether it failed. This wire format has no mark for a failed call: the client says it in words,
 * and an error that a tool reports in words of its own cannot be told from a success.
 */
export function readChatOutput(output: string): { readonly text: string; readonly error: boolean } {
  const [head = '', mark] = HEAD.exec(output) ?? [];
  const [foot = '', code = '0'] = FOOT.exec(output) ?? [];
  const text = output.slice(head.length, output.length - foot.length);
  return { text, error: mark !== undefined || code !== '0' || FAILED.test(text.trimStart()) };
}
