import { z } from 'zod';

/** What Codex writes above the output of a command or an MCP tool. */
const HEAD = /^(?:Chunk ID|Wall time): .*\n(?:.+\n)*?Output:\n/;

const Parts = z.array(z.looseObject({ type: z.literal('text'), text: z.string() })).min(1);

/**
 * What the tool itself said, and whether it failed. This wire format has no mark for a failed call: the client says it in words,
 * and an error that an MCP tool reports in words of its own cannot be told from a success.
 */
export function readOutput(output: string): { readonly text: string; readonly error: boolean } {
  const head = HEAD.exec(output)?.[0] ?? '';
  const text = joinParts(output.slice(head.length));
  const failed = /exited with code [1-9]/.test(head) || /^(err|error|failed|tool call error)\b/i.test(text);
  return { text, error: failed };
}

/** Older versions write the parts of an MCP result as JSON. */
function joinParts(text: string): string {
  if (!text.startsWith('[{')) return text;
  try {
    const parts = Parts.safeParse(JSON.parse(text));
    return parts.success ? parts.data.map((part) => part.text).join('\n') : text;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
