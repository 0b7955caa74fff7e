import type { AnswerWriter, WriterOptions } from '../writer.ts';
import { chatError } from './errors.ts';

type Json = Record<string, unknown>;

/** Writes an answer of the Chat Completions API, chunk by chunk and, at the end, as one completion. */
export function createChatWriter({ emit, id, model, inputTokens, streamUsage }: WriterOptions): AnswerWriter {
  const calls: Json[] = [];
  let content = '';
  let reasoning = '';
  let length = 0;

  const head = { id: `chatcmpl-${id}`, created: Math.floor(Date.now() / 1000), model };
  const chunk = (more: Json): void => emit(undefined, { ...head, object: 'chat.completion.chunk', ...more });
  const choice = (delta: Json, finish_reason: string | null = null): void =>
    chunk({
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      ...(streamUsage ? { usage: null } : {}),
    });
  const usage = (): Json => {
    const completion_tokens = Math.ceil(length / 4);
    return {
      prompt_tokens: inputTokens,
      completion_tokens,
      total_tokens: inputTokens + completion_tokens,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: Math.ceil(reasoning.length / 4) },
    };
  };

  return {
    start: () => choice({ role: 'assistant', content: '' }),
    think(text) {
      reasoning += text;
      length += text.length;
      choice({ reasoning_content: text });
    },
    text(piece) {
      content += piece;
      length += piece.length;
      choice({ content: piece });
    },
    call({ tool, input }, callId) {
      const index = calls.length;
      const at = { id: `call_${callId}` };
      if (tool.freeform === true) {
        const text = freeText(input);
        length += text.length;
        calls.push({ ...at, type: 'custom', custom: { name: tool.name, input: text } });
        choice({ tool_calls: [{ index, ...at, type: 'custom', custom: { name: tool.name, input: '' } }] });
        choice({ tool_calls: [{ index, custom: { input: text } }] });
        return;
      }
      const json = JSON.stringify(input);
      length += json.length;
      calls.push({ ...at, type: 'function', function: { name: tool.name, arguments: json } });
      choice({ tool_calls: [{ index, ...at, type: 'function', function: { name: tool.name, arguments: '' } }] });
      choice({ tool_calls: [{ index, function: { arguments: json } }] });
    },
    error: (status, message) => emit(undefined, chatError(status, message)),
    end() {
      const reason = calls.length > 0 ? 'tool_calls' : 'stop';
      choice({}, reason);
      if (streamUsage) chunk({ choices: [], usage: usage() });
      emit(undefined, '[DONE]');
      const message = {
        role: 'assistant',
        content: content === '' && calls.length > 0 ? null : content,
        ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      };
      return {
        ...head,
        object: 'chat.completion',
        choices: [{ index: 0, message, logprobs: null, finish_reason: reason }],
        usage: usage(),
      };
    },
  };
}

/** A free-form tool takes text, not JSON: in a script it stands under `input`. */
function freeText(input: Readonly<Record<string, unknown>>): string {
  return typeof input['input'] === 'string' ? input['input'] : JSON.stringify(input);
}
