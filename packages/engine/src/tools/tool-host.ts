import { createHash } from 'node:crypto';
import { CaoError } from '@cao/contracts';
import type { CallRecord } from '@cao/state';
import type { EngineDeps } from '../deps.ts';
import type { ToolCall, ToolCallRequest, ToolHost, ToolResult } from '../engine.ts';
import { messageOf } from '../errors.ts';
import type { EventLog } from '../event-log.ts';
import { newId } from '../ids.ts';

/** What a tool does for one caller. Started again after a restart with the same record, so each step must be repeatable. */
export interface Tool {
  /** Tells what is now: the answer to an earlier call would be no answer, so an equal call is always another one. */
  readonly fresh?: true;
  /** In the transaction that writes the call: whatever must happen exactly once. May end the call at once by returning its result. */
  begin?(call: CallRecord): { jobId?: string; result?: Record<string, unknown> };
  /** Everything that takes time. Not called when `begin` ended the call. */
  run?(call: CallRecord, progress: (text: string) => void): Promise<Record<string, unknown> | string>;
}

export type ToolTable = Readonly<Record<string, Tool>>;

interface Running {
  readonly call: ToolCall;
  /** Somebody waits for the answer on an open connection. Equal calls on several open connections are several calls. */
  connected: boolean;
}

/** A call left undelivered longer ago is not what a client repeats now. */
const SAME_CALL_MS = 60 * 60_000;

/** Durable tool calls: written before anything happens, found again by their id or by being the same call. */
export function createToolHost(
  deps: EngineDeps,
  parts: { events: EventLog; tools: ToolTable; listed: (terminalId: string) => void },
): ToolHost {
  const { state } = deps;
  const running = new Map<string, Running>();

  function open(record: CallRecord): ToolCall {
    const known = running.get(record.id);
    if (known) {
      known.connected = true;
      return known.call;
    }
    const listeners = new Set<(text: string) => void>();
    const progress = (text: string) => {
      for (const listener of listeners) listener(text);
    };
    const call: ToolCall = {
      id: record.id,
      terminalId: record.terminalId,
      ...names(record),
      result: execute(record, progress),
      onProgress(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      delivered() {
        state.calls.update(record.id, { deliveredAt: deps.now() });
        running.delete(record.id);
      },
      disconnected() {
        entry.connected = false;
      },
    };
    const entry: Running = { call, connected: true };
    running.set(record.id, entry);
    return call;
  }

  async function execute(record: CallRecord, progress: (text: string) => void): Promise<ToolResult> {
    if (record.result !== null) return toResult(record.result);
    // Let the caller attach its listeners before the first progress.
    await Promise.resolve();
    const stored = await outcome(record, progress);
    state.calls.update(record.id, { result: stored, endedAt: deps.now() });
    return toResult(stored);
  }

  async function outcome(record: CallRecord, progress: (text: string) => void): Promise<Record<string, unknown>> {
    try {
      const content = await toolOf(record.tool).run?.(record, progress);
      return wrap(content ?? { success: true }, false);
    } catch (error) {
      return failure(error);
    }
  }

  function toolOf(name: string): Tool {
    const tool = parts.tools[name];
    if (tool) return tool;
    throw new CaoError('not_found', `There is no tool '${name}'.`);
  }

  function begin(record: CallRecord): CallRecord {
    return parts.events.transaction(() => {
      // The row first: jobs and messages that `begin` writes belong to it.
      state.calls.insert(record);
      const { jobId, result } = toolOf(record.tool).begin?.(record) ?? {};
      if (jobId === undefined && result === undefined) return record;
      const patch = {
        jobId: jobId ?? null,
        ...(result === undefined ? {} : { result: wrap(result, false), endedAt: deps.now() }),
      };
      state.calls.update(record.id, patch);
      return { ...record, ...patch };
    });
  }

  /** An equal call whose answer nobody got and nobody waits for. */
  function unanswered(terminalId: string, tool: string, argsHash: string, now: number): CallRecord | undefined {
    if (parts.tools[tool]?.fresh === true) return undefined;
    return state.calls
      .undelivered(terminalId, tool, argsHash)
      .find(({ id, createdAt }) => now - createdAt < SAME_CALL_MS && running.get(id)?.connected !== true);
  }

  /** The repeated call has an id of its own; the answer must carry it, on a resumed stream too. */
  function adopted(record: CallRecord, { rpcId, progressToken }: ToolCallRequest): ToolCall {
    const renamed = { rpcId: JSON.stringify(rpcId), progressToken: tokenText(progressToken) };
    state.calls.update(record.id, renamed);
    return { ...open({ ...record, ...renamed }), rpcId, progressToken };
  }

  return {
    listed: parts.listed,
    call(request) {
      const { terminalId, rpcId, progressToken, tool, args } = request;
      const argsHash = createHash('sha256').update(canonical(args)).digest('hex');
      const now = deps.now();
      const same = unanswered(terminalId, tool, argsHash, now);
      if (same) return adopted(same, request);
      const record: CallRecord = {
        id: newId('c', now),
        terminalId,
        rpcId: JSON.stringify(rpcId),
        progressToken: tokenText(progressToken),
        tool,
        argsHash,
        args,
        jobId: null,
        result: null,
        createdAt: now,
        endedAt: null,
        deliveredAt: null,
      };
      try {
        return open(begin(record));
      } catch (error) {
        // Refused in the transaction: nothing was written, so nothing can be resumed either.
        return refused(record, failure(error));
      }
    },
    resume(callId, terminalId) {
      const record = state.calls.get(callId);
      return record?.terminalId === terminalId ? open(record) : undefined;
    },
  };
}

function refused(record: CallRecord, stored: Record<string, unknown>): ToolCall {
  return {
    id: record.id,
    terminalId: record.terminalId,
    ...names(record),
    result: Promise.resolve(toResult(stored)),
    onProgress: () => () => undefined,
    delivered: () => undefined,
    disconnected: () => undefined,
  };
}

/** How the answer and the progress of a call are addressed. */
function names(record: CallRecord): Pick<ToolCall, 'rpcId' | 'progressToken' | 'startedAt'> {
  const { rpcId, progressToken, createdAt } = record;
  return {
    rpcId: JSON.parse(rpcId) as string | number,
    progressToken: progressToken === null ? undefined : (JSON.parse(progressToken) as string | number),
    startedAt: createdAt,
  };
}

function tokenText(token: string | number | undefined): string | null {
  return token === undefined ? null : JSON.stringify(token);
}

function wrap(content: Record<string, unknown> | string, isError: boolean): Record<string, unknown> {
  return { content, isError };
}

function toResult(stored: Record<string, unknown>): ToolResult {
  return stored as unknown as ToolResult;
}

/** A tool never throws into the agent's loop: a failure is a result that says what to do. */
function failure(error: unknown): Record<string, unknown> {
  const { code, hint } = error as { code?: unknown; hint?: unknown };
  const message = typeof hint === 'string' ? `${messageOf(error)} ${hint}` : messageOf(error);
  return wrap({ success: false, message, ...(typeof code === 'string' ? { code } : {}) }, true);
}

/** The same arguments in another order are the same call. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(',')}}`;
}
