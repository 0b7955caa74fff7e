import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, type AnswerContext } from './answer.ts';
import { prompts } from './conversation.ts';
import { createHolds } from './holds.ts';
import { createRequestLog, type ModelRequest } from './log.ts';

export interface ModelEndpointOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

/** A model on loopback that says what the prompt tells it to. */
export interface ModelEndpoint extends AsyncDisposable {
  readonly port: number;
  /** Base URL, with the agent's name as a prefix so that the log tells agents apart. The OpenAI APIs lie at `<url>/v1`. */
  url(agent?: string): string;
  /** Everything that was asked, oldest first; of one agent when named. */
  requests(agent?: string): readonly ModelRequest[];
  /** What was written to the agent, as its latest turn carries it: all prompts of the conversation, oldest first. */
  userTexts(agent?: string): readonly string[];
  /** The first request, present or future, for which the predicate holds; asked again whenever a request changes. */
  waitFor(predicate: (request: ModelRequest) => boolean, timeoutMs?: number): Promise<ModelRequest>;
  /** Lets answers go on that stand at `HOLD:name`, now and later. */
  release(name: string): void;
  /** Breaks what is under way and stops. Idempotent. */
  close(): Promise<void>;
}

/** Starts a model endpoint on 127.0.0.1 that speaks Anthropic Messages, OpenAI Responses, Chat Completions and Gemini. */
export async function startModelEndpoint(options: ModelEndpointOptions = {}): Promise<ModelEndpoint> {
  const log = createRequestLog();
  const holds = createHolds();
  const context: AnswerContext = { log, holds, failures: new Map(), unanswered: new Map() };
  const server = createServer((request, response) => {
    answer(request, response, context).catch((error: unknown) => {
      // Nothing can be said any more on a broken connection; the log already has the outcome.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };

  return {
    port,
    url: (agent) => `http://127.0.0.1:${port}${agent === undefined ? '' : `/${agent}`}`,
    requests: (agent) => log.list(agent),
    userTexts(agent) {
      const turn = log.list(agent).findLast(({ side, conversation }) => !side && conversation !== undefined);
      return turn?.conversation === undefined ? [] : prompts(turn.conversation);
    },
    waitFor: (predicate, timeoutMs) => log.waitFor(predicate, timeoutMs),
    release: (name) => holds.release(name),
    close,
    [Symbol.asyncDispose]: close,
  };
}
