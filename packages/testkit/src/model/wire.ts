import type { Conversation } from './conversation.ts';
import { messagesError } from './anthropic/errors.ts';
import { MessagesRequest, readMessages } from './anthropic/read.ts';
import { createMessagesWriter } from './anthropic/write.ts';
import { chatError, chatErrorHeaders } from './chat/errors.ts';
import { ChatRequest, readChat } from './chat/read.ts';
import { createChatWriter } from './chat/write.ts';
import { generateError } from './gemini/errors.ts';
import { GENERATE_PATH, GenerateRequest, readGenerate } from './gemini/read.ts';
import { createGenerateWriter } from './gemini/write.ts';
import { responsesError } from './responses/errors.ts';
import { readResponses, ResponsesRequest } from './responses/read.ts';
import { createResponsesWriter } from './responses/write.ts';
import type { AnswerWriter, WriterOptions } from './writer.ts';

export interface WireRequest {
  readonly conversation: Conversation;
  readonly model: string;
  readonly stream: boolean;
  readonly streamUsage?: boolean;
  /** The conversation's id, when it stands in the body. */
  readonly session?: string | undefined;
}

/** A model API: how its requests are read and its answers written. */
export interface Wire {
  /** Path below the agent's prefix; an expression where the path names the model. */
  readonly path: string | RegExp;
  /** Undefined when the body is no request of this API. */
  read(body: unknown, path: string): WireRequest | undefined;
  createWriter(options: WriterOptions): AnswerWriter;
  error(status: number, message: string, id: string): unknown;
  errorHeaders?(status: number): Readonly<Record<string, string>>;
}

export const WIRES: readonly Wire[] = [
  {
    path: '/v1/messages',
    read(body) {
      const { data } = MessagesRequest.safeParse(body);
      return data && { conversation: readMessages(data), model: data.model, stream: data.stream };
    },
    createWriter: createMessagesWriter,
    error: messagesError,
  },
  {
    path: '/v1/responses',
    read(body) {
      const { data } = ResponsesRequest.safeParse(body);
      return data && { conversation: readResponses(data), model: data.model, stream: data.stream };
    },
    createWriter: createResponsesWriter,
    error: responsesError,
  },
  {
    path: '/v1/chat/completions',
    read(body) {
      const { data } = ChatRequest.safeParse(body);
      return (
        data && {
          conversation: readChat(data),
          model: data.model,
          stream: data.stream ?? false,
          streamUsage: data.stream_options?.include_usage ?? false,
          session: data.prompt_cache_key,
        }
      );
    },
    createWriter: createChatWriter,
    error: chatError,
    errorHeaders: chatErrorHeaders,
  },
  {
    path: GENERATE_PATH,
    read(body, path) {
      const { data } = GenerateRequest.safeParse(body);
      const [, model = '', method] = GENERATE_PATH.exec(path) ?? [];
      return data && { conversation: readGenerate(data), model, stream: method === 'streamGenerateContent' };
    },
    createWriter: createGenerateWriter,
    error: generateError,
  },
];

export function serves({ path }: Wire, requested: string): boolean {
  return typeof path === 'string' ? path === requested : path.test(requested);
}
