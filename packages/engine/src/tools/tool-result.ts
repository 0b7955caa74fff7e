import type { ToolResult } from '../engine.ts';
import { messageOf } from '../errors.ts';

export function wrap(content: Record<string, unknown> | string, isError: boolean): Record<string, unknown> {
  return { content, isError };
}

export function toResult(stored: Record<string, unknown>): ToolResult {
  return stored as unknown as ToolResult;
}

/** A tool never throws into the agent's loop: a failure is a result that says what to do. */
export function failure(error: unknown): Record<string, unknown> {
  const { code, hint } = error as { code?: unknown; hint?: unknown };
  const message = typeof hint === 'string' ? `${messageOf(error)} ${hint}` : messageOf(error);
  return wrap({ success: false, message, ...(typeof code === 'string' ? { code } : {}) }, true);
}

/** The same arguments in another order are the same call. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(',')}}`;
}
