import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { apart } from './apart.ts';
import { prompts } from './conversation.ts';
import type { Holds } from './holds.ts';
import type { ModelRequest, RequestLog } from './log.ts';
import { type Move, nextMove } from './move.ts';
import { failureMessage, perform } from './perform.ts';
import { readBody, sendJson } from './plain.ts';
import { sampleFor } from './sample.ts';
import { serveSmall } from './small.ts';
import { type WireCall, wireCalls } from './tools.ts';
import { serves, type Wire, WIRES } from './wire.ts';
import { tokens } from './writer.ts';

export interface AnswerContext {
  readonly log: RequestLog;
  readonly holds: Holds;
  /** How often each FAIL with a count has failed: a conversation does not tell. */
  readonly failures: Map<string, number>;
  /** Prompts of each agent that failed or were broken off: a client may send them again, glued to the next one. */
  readonly unanswered: Map<string, Set<string>>;
}

/** What questions without tools get: titles, topics, quota checks. */
const SIDE_TEXT = 'Scripted session';

/** Answers one HTTP request. Rejects when the client went away. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: AnswerContext,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://loopback');
  const [, agent = '', path = '/'] = /^(?:\/(?!v1\/|v1beta\/|api\/)([^/]+))?(\/.*)?$/.exec(url.pathname) ?? [];
  const body = await readBody(request);
  const at = { agent, path, method: request.method ?? 'GET', userAgent: request.headers['user-agent'] ?? '', body };
  const wire = request.method === 'POST' ? WIRES.find((candidate) => serves(candidate, path)) : undefined;
  const asked = wire?.read(body, path);
  if (wire === undefined || asked === undefined) {
    const logged = context.log.add({ ...at, ...NO_CONVERSATION, at: Date.now() });
    const status = serveSmall(response, { ...at, malformed: wire !== undefined });
    context.log.update(logged, { status, outcome: status < 400 ? 'answered' : 'failed', endedAt: Date.now() });
    return;
  }
  const { model, stream, streamUsage = false } = asked;
  const conversation = apart(asked.conversation, context.unanswered.get(agent) ?? new Set());
  const side = conversation.tools.length === 0;
  const logged = context.log.add({
    ...at,
    at: Date.now(),
    session: sessionOf(request) ?? asked.session,
    model,
    side,
    conversation,
    prompt: prompts(conversation).at(-1),
  });
  const move: Move = side ? sideMove(conversation.schema) : nextMove(conversation);
  const { calls, unknown, lookup } = wireCalls(move, conversation);
  const complaints = unknown.map((name) => ({ type: 'say' as const, text: `no such tool: ${name}` }));
  await play(response, context, {
    wire,
    logged,
    // What stands before a call is said with the call, not with the look-up before it.
    move: { ...move, steps: lookup ? [] : [...move.steps, ...complaints] },
    calls,
    stream,
    streamUsage,
    // The same conversation is the same question, asked again.
    key: createHash('sha256')
      .update(JSON.stringify([agent, side, conversation.items]))
      .digest('hex')
      .slice(0, 24),
    inputTokens: tokens(JSON.stringify(conversation.items)),
  });
}

interface Play {
  readonly wire: Wire;
  readonly logged: ModelRequest;
  readonly move: Move;
  readonly calls: readonly WireCall[];
  readonly stream: boolean;
  readonly streamUsage: boolean;
  readonly key: string;
  readonly inputTokens: number;
}

async function play(response: ServerResponse, context: AnswerContext, options: Play): Promise<void> {
  const { log, holds, failures } = context;
  const { wire, logged, stream, key } = options;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const writer = wire.createWriter({
    emit: (event, data) => {
      if (!stream) return;
      const type = event === undefined ? '' : `event: ${event}\n`;
      response.write(`${type}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
    },
    id: `${key}${logged.seq}`,
    model: logged.model ?? '',
    inputTokens: options.inputTokens,
    streamUsage: options.streamUsage,
  });
  const end = (status: number | undefined, outcome: ModelRequest['outcome']): void => {
    if (outcome !== 'answered') leaveUnanswered(logged, context);
    log.update(logged, { status, outcome, endedAt: Date.now() });
  };
  try {
    const performed = await perform(options.move.steps, options.calls, {
      writer,
      signal: gone.signal,
      open: () => {
        if (stream) response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      },
      fails: ({ status, times }) => {
        if (times === undefined) return true;
        const count = (failures.get(`${key}:${status}`) ?? 0) + 1;
        failures.set(`${key}:${status}`, count);
        return count <= times;
      },
      hold: async (name, signal) => {
        log.update(logged, { holding: name });
        await holds.wait(name, signal);
        log.update(logged, { holding: undefined });
      },
      callId: (index) => `${key}${logged.seq}${index}`,
    });
    if (performed.outcome === 'answered') {
      end(200, 'answered');
      if (stream) response.end();
      else sendJson(response, 200, performed.body);
      return;
    }
    const { status, started } = performed;
    end(status === 'refused' ? undefined : status, 'failed');
    if (status === 'refused') response.destroy();
    else if (started && stream) response.end();
    else sendJson(response, status, wire.error(status, failureMessage(status), key), wire.errorHeaders?.(status));
  } catch (error) {
    if (!gone.signal.aborted) throw error;
    end(undefined, 'aborted');
  }
}

function leaveUnanswered({ agent, side, prompt }: ModelRequest, { unanswered }: AnswerContext): void {
  if (side || prompt === undefined) return;
  const prompts = unanswered.get(agent) ?? new Set();
  unanswered.set(agent, prompts.add(prompt));
}

function sideMove(schema: unknown): Move {
  const text = schema === undefined ? SIDE_TEXT : JSON.stringify(sampleFor(schema, SIDE_TEXT));
  return { steps: [{ type: 'say', text }], calls: [] };
}

const NO_CONVERSATION = {
  session: undefined,
  model: undefined,
  side: true,
  conversation: undefined,
  prompt: undefined,
} as const;

function sessionOf({ headers }: IncomingMessage): string | undefined {
  const id =
    headers['x-claude-code-session-id'] ?? headers['session-id'] ?? headers['session_id'] ?? headers['x-session-id'];
  return typeof id === 'string' ? id : undefined;
}
