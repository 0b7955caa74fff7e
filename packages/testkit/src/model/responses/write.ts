import type { AnswerWriter, WriterOptions } from '../writer.ts';
import { responsesError } from './errors.ts';

type Item = Record<string, unknown>;

/** Writes an answer of the Responses API, event by event and, at the end, as one response. */
export function createResponsesWriter({ emit, id, model, inputTokens }: WriterOptions): AnswerWriter {
  const output: Item[] = [];
  let sequence = 0;
  let open: { readonly item_id: string; text: string } | undefined;
  let length = 0;

  const send = (type: string, data: Item): void => emit(type, { type, sequence_number: sequence++, ...data });
  const response = (status: string): Item => ({ id: `resp_${id}`, object: 'response', status, model, output });
  const usage = (): Item => {
    const output_tokens = Math.ceil(length / 4);
    return {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + output_tokens,
    };
  };
  const add = (item: Item): void => send('response.output_item.added', { output_index: output.length, item });
  const done = (item: Item): void => {
    send('response.output_item.done', { output_index: output.length, item });
    output.push(item);
  };
  const closeText = (): void => {
    if (open === undefined) return;
    const { item_id, text } = open;
    const at = { item_id, output_index: output.length, content_index: 0 };
    const part = { type: 'output_text', text, annotations: [] };
    send('response.output_text.done', { ...at, text });
    send('response.content_part.done', { ...at, part });
    open = undefined;
    done({ type: 'message', id: item_id, role: 'assistant', status: 'completed', content: [part] });
  };

  return {
    start() {
      send('response.created', { response: { ...response('in_progress'), output: [] } });
      send('response.in_progress', { response: { ...response('in_progress'), output: [] } });
    },
    think(text) {
      closeText();
      const item_id = `rs_${id}_${output.length}`;
      const at = { item_id, output_index: output.length, summary_index: 0 };
      const part = { type: 'summary_text', text };
      add({ type: 'reasoning', id: item_id, summary: [] });
      send('response.reasoning_summary_part.added', { ...at, part: { ...part, text: '' } });
      send('response.reasoning_summary_text.delta', { ...at, delta: text });
      send('response.reasoning_summary_text.done', { ...at, text });
      send('response.reasoning_summary_part.done', { ...at, part });
      done({ type: 'reasoning', id: item_id, summary: [part] });
    },
    text(piece) {
      if (open === undefined) {
        open = { item_id: `msg_${id}_${output.length}`, text: '' };
        const at = { item_id: open.item_id, output_index: output.length, content_index: 0 };
        add({ type: 'message', id: open.item_id, role: 'assistant', status: 'in_progress', content: [] });
        send('response.content_part.added', { ...at, part: { type: 'output_text', text: '', annotations: [] } });
      }
      open.text += piece;
      length += piece.length;
      const at = { item_id: open.item_id, output_index: output.length, content_index: 0 };
      send('response.output_text.delta', { ...at, delta: piece });
    },
    call({ tool, input }, callId) {
      closeText();
      const json = JSON.stringify(input);
      length += json.length;
      const item_id = `fc_${callId}`;
      const at = { item_id, output_index: output.length };
      const item = {
        type: 'function_call',
        id: item_id,
        call_id: `call_${callId}`,
        name: tool.name,
        ...(tool.namespace === undefined ? {} : { namespace: tool.namespace }),
      };
      add({ ...item, status: 'in_progress', arguments: '' });
      send('response.function_call_arguments.delta', { ...at, delta: json });
      send('response.function_call_arguments.done', { ...at, arguments: json });
      done({ ...item, status: 'completed', arguments: json });
    },
    error(status, message) {
      const { error } = responsesError(status, message) as { error: Item };
      send('response.failed', { response: { ...response('failed'), error: { ...error, code: error['type'] } } });
    },
    end() {
      closeText();
      const whole = { ...response('completed'), usage: usage() };
      send('response.completed', { response: whole });
      return whole;
    },
  };
}
