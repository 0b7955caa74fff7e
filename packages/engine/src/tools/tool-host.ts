import { createHash } from 'node:crypto';
import { CaoError, type OfferedTool } from '@cao/contracts';
import type { CallRecord } from '@cao/state';
import type { EngineDeps } from '../deps.ts';
import type { ToolCall, ToolCallRequest, ToolHost, ToolResult } from '../engine.ts';
import type { EventLog } from '../event-log.ts';
import { newId } from '../ids.ts';
import type { BeforeHand } from '../requests.ts';
import { canonical, failure, toResult, wrap } from './tool-result.ts';

/** What a tool does for one caller. Started again after a restart with the same record, so each step must be repeatable. */
export interface Tool {
  /** Tells what is now: the answer to an earlier call would be no answer, so an equal call is always another one. */
  readonly fresh?: true;
  /** The words it gives to an agent, which come as `args.message`; others may have a say in them. */
  says?(call: CallRecord): Said;
  /** In the transaction that writes the call: whatever must happen exactly once. May end the call at once by returning its result. */
  begin?(call: CallRecord): { jobId?: string; result?: Record<string, unknown> };
  /** Everything that takes time. Not called when `begin` ended the call. */
  run?(call: CallRecord, progress: (text: string) => void): Promise<Record<string, unknown> | string>;
  /** In the place of `run` when a restart broke the call off. Absent: it is run again. */
  again?: Tool['run'];
}

/** Who says what to whom. */
export interface Said {
  readonly senderId: string;
  readonly receiverId: string;
  readonly message: string;
}

export type ToolTable = Readonly<Record<string, Tool>>;

/** Tools that are not the engine's own. */
export interface OtherTools {
  listFor(terminalId: string): Promise<readonly OfferedTool[]>;
  /** What does the calls of a name that is none of ours. */
  tool(name: string): Tool;
}

interface Running {
  readonly call: ToolCall;
  /** Somebody waits for the answer on an open connection. Equal calls on several open connections are several calls. */
  connected: boolean;
}

/** A call left undelivered longer ago is not what a client repeats now. */
const SAME_CALL_MS = 60 * 60_000;

export interface ToolHostParts {
  readonly events: EventLog;
  readonly tools: ToolTable;
  readonly others?: OtherTools;
  readonly beforeHand: BeforeHand;
  /** The words that reach an agent, when others had their say. */
  readonly said: (words: Said) => Promise<string>;
  readonly listed: (terminalId: string) => void;
}

/** Durable tool calls: written before anything happens, found again by their id or by being the same call. */
export function createToolHost(deps: EngineDeps, parts: ToolHostParts): ToolHost {
  const { state } = deps;
  const { beforeHand } = parts;
  const running = new Map<string, Running>();

  /** `again`: this run of the server has not begun it. */
  function open(record: CallRecord, again: boolean): ToolCall {
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
      result: execute(record, progress, again),
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

  async function execute(record: CallRecord, progress: (text: string) => void, again: boolean): Promise<ToolResult> {
    if (record.result !== null) return toResult(record.result);
    // Let the caller attach its listeners before the first progress.
    await Promise.resolve();
    const stored = await outcome(record, progress, again);
    state.calls.update(record.id, { result: stored, endedAt: deps.now() });
    return toResult(stored);
  }

  async function outcome(
    record: CallRecord,
    progress: (text: string) => void,
    again: boolean,
  ): Promise<Record<string, unknown>> {
    try {
      const call = isOpen(record) || (record.jobId === null && isAsked(record)) ? await asked(record) : record;
      if (call.result !== null) return call.result;
      const tool = toolOf(record.tool);
      const content = await (again && tool.again ? tool.again(call, progress) : tool.run?.(call, progress));
      return wrap(content ?? { success: true }, false);
    } catch (error) {
      return failure(error);
    }
  }

  function toolOf(name: string): Tool {
    const tool = parts.tools[name] ?? parts.others?.tool(name);
    if (tool) return tool;
    throw new CaoError('not_found', `There is no tool '${name}'.`);
  }

  /** Written, and not begun: what has begun has a job or an answer. */
  function isOpen({ tool, jobId, result }: CallRecord): boolean {
    return jobId === null && result === null && parts.tools[tool]?.begin !== undefined;
  }

  /** Others want a say in this call, so it begins later than it is written. */
  function isAsked({ tool }: CallRecord): boolean {
    return beforeHand.wants('tool_call') || (beforeHand.wants('message') && parts.tools[tool]?.says !== undefined);
  }

  /** The call as it is carried out. Everything here may come again after a restart, up to the transaction that begins it. */
  async function asked(record: CallRecord): Promise<CallRecord> {
    const { terminalId, tool } = record;
    const terminal = state.terminals.get(terminalId);
    const session = terminal && state.sessions.byId(terminal.sessionId);
    const request = { terminal_id: terminalId, session_name: session?.name ?? null, tool, arguments: record.args };
    let args: Record<string, unknown> = (await beforeHand.toolCall(request)).arguments;
    const words = toolOf(tool).says?.({ ...record, args });
    if (words !== undefined) args = { ...args, message: await parts.said(words) };
    return parts.events.transaction(() => begun({ ...record, args }));
  }

  function begin(record: CallRecord): CallRecord {
    return parts.events.transaction(() => {
      // The row first: jobs and messages that `begin` writes belong to it.
      state.calls.insert(record);
      return isAsked(record) ? record : begun(record);
    });
  }

  function begun(record: CallRecord): CallRecord {
    const { jobId, result } = toolOf(record.tool).begin?.(record) ?? {};
    if (jobId === undefined && result === undefined) return record;
    const patch = {
      jobId: jobId ?? null,
      ...(result === undefined ? {} : { result: wrap(result, false), endedAt: deps.now() }),
    };
    state.calls.update(record.id, patch);
    return { ...record, ...patch };
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
    return { ...open({ ...record, ...renamed }, true), rpcId, progressToken };
  }

  return {
    listed: parts.listed,
    others: async (terminalId) => (await parts.others?.listFor(terminalId)) ?? [],
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
        return open(begin(record), false);
      } catch (error) {
        // Refused in the transaction: nothing was written, so nothing can be resumed either.
        return refused(record, failure(error));
      }
    },
    resume(callId, terminalId) {
      const record = state.calls.get(callId);
      return record?.terminalId === terminalId ? open(record, true) : undefined;
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
