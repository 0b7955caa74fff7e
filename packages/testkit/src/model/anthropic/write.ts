import type { AnswerWriter, WriterOptions } from '../writer.ts';
import { messagesError } from './errors.ts';

type Block = Record<string, unknown>;

/** Writes an answer of the Messages API, event by event and, at the end, as one message. */
export function createMessagesWriter({ emit, id, model, inputTokens }: WriterOptions): AnswerWriter {
  const content: Block[] = [];
  let open: 'text' | undefined;
  let length = 0;

  const send = (type: string, data: Block): void => emit(type, { type, ...data });
  const message = (stop_reason: string | null): Block => ({
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason,
    stop_sequence: null,
    usage: { input_tokens: inputTokens, output_tokens: Math.ceil(length / 4) },
  });
  const begin = (block: Block, empty: Block): void => {
    content.push(block);
    send('content_block_start', { index: content.length - 1, content_block: empty });
  };
  const delta = (data: Block): void => send('content_block_delta', { index: content.length - 1, delta: data });
  const stop = (): void => send('content_block_stop', { index: content.length - 1 });
  const closeText = (): void => {
    if (open === 'text') stop();
    open = undefined;
  };

  return {
    start() {
      send('message_start', {
        message: { ...message(null), content: [], usage: { input_tokens: inputTokens, output_tokens: 1 } },
      });
      send('ping', {});
    },
    think(text) {
      closeText();
      begin(
        { type: 'thinking', thinking: text, signature: SIGNATURE },
        { type: 'thinking', thinking: '', signature: '' },
      );
      delta({ type: 'thinking_delta', thinking: text });
      delta({ type: 'signature_delta', signature: SIGNATURE });
      stop();
    },
    text(piece) {
      if (open !== 'text') begin({ type: 'text', text: '' }, { type: 'text', text: '' });
      open = 'text';
      length += piece.length;
      const block = content.at(-1)!;
      block['text'] = String(block['text']) + piece;
      delta({ type: 'text_delta', text: piece });
    },
    call({ tool, input }, callId) {
      closeText();
      const head = { type: 'tool_use', id: `toolu_${callId}`, name: tool.name };
      const json = JSON.stringify(input);
      length += json.length;
      begin({ ...head, input }, { ...head, input: {} });
      delta({ type: 'input_json_delta', partial_json: json });
      stop();
    },
    error(status, text) {
      emit('error', messagesError(status, text, id));
    },
    end() {
      closeText();
      const reason = content.some((block) => block['type'] === 'tool_use') ? 'tool_use' : 'end_turn';
      send('message_delta', {
        delta: { stop_reason: reason, stop_sequence: null },
        usage: { input_tokens: inputTokens, output_tokens: Math.ceil(length / 4) },
      });
      send('message_stop', {});
      return message(reason);
    },
  };
}

/** Clients keep it and send it back; nobody checks it. */
const SIGNATURE = Buffer.from('scripted').toString('base64');
