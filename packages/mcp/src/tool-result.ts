import { isCaoError } from '@cao/contracts';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ToolCall, ToolResult } from './tool-host.ts';

/** What the model gets. Never rejects: a call that broke is a result that says so. */
export async function answerOf(call: ToolCall): Promise<CallToolResult> {
  try {
    return toCallToolResult(await call.result);
  } catch (error) {
    return failureOf(error);
  }
}

export function failureOf(error: unknown): CallToolResult {
  if (!isCaoError(error)) return failure('Something went wrong inside CAO; its log says more.', 'internal');
  return failure(error.hint === undefined ? error.message : `${sentence(error.message)} ${error.hint}`, error.code);
}

export function failure(message: string, code: string): CallToolResult {
  return toCallToolResult({ content: { success: false, message, error: message, code }, isError: true });
}

function toCallToolResult({ content, isError }: ToolResult): CallToolResult {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { content: [{ type: 'text', text }], ...(isError && { isError }) };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
