/**
 * What a tool said, and whether it failed. This wire format has no mark for a failed call: the client says it in words, and
 * an error that a tool reports in words of its own cannot be told from a success.
 */
export function readChatOutput(text: string): { readonly text: string; readonly error: boolean } {
  return { text, error: /^(?:err|error|failed|tool call error)\b/i.test(text.trimStart()) };
}
