import type { AnswerWriter, WriterOptions } from '../writer.ts';
import { generateError } from './errors.ts';

type Part = Readonly<Record<string, unknown>>;

/** Writes an answer of the Gemini API: a stream of responses with a part each and, at the end, one with all of them. */
export function createGenerateWriter({ emit, id, model, inputTokens }: WriterOptions): AnswerWriter {
  const parts: Part[] = [];
  let length = 0;

  const response = (content: readonly Part[], finishReason?: string): unknown => ({
    candidates: [
      { index: 0, content: { role: 'model', parts: content }, ...(finishReason === undefined ? {} : { finishReason }) },
    ],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: Math.ceil(length / 4),
      totalTokenCount: inputTokens + Math.ceil(length / 4),
    },
    modelVersion: model,
    responseId: id,
  });
  const send = (part: Part): void => {
    parts.push(part);
    emit(undefined, response([part]));
  };

  return {
    start() {},
    think: (text) => send({ text, thought: true }),
    text(piece) {
      length += piece.length;
      send({ text: piece });
    },
    call({ tool, input }, callId) {
      length += JSON.stringify(input).length;
      send({ functionCall: { id: callId, name: tool.name, args: input }, thoughtSignature: SIGNATURE });
    },
    error(status, text) {
      emit(undefined, generateError(status, text));
    },
    end() {
      emit(undefined, response([{ text: '' }], 'STOP'));
      return response(joined(parts), 'STOP');
    },
  };
}

/** Consecutive pieces of text as one part, as an answer that is not streamed has it. */
function joined(parts: readonly Part[]): readonly Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last !== undefined && isText(last) && isText(part))
      whole[whole.length - 1] = { text: `${last.text}${part.text}` };
    else whole.push(part);
  }
  return whole;
}

function isText(part: Part): part is { readonly text: string } {
  return typeof part['text'] === 'string' && part['thought'] !== true;
}

/** Clients keep it and send it back; nobody checks it. */
const SIGNATURE = Buffer.from('scripted').toString('base64');
