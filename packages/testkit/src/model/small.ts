import type { ServerResponse } from 'node:http';
import { sendJson } from './plain.ts';
import { tokens } from './writer.ts';

const MODELS = ['scripted-model', 'claude-opus-5-5', 'claude-sonnet-4-5', 'gpt-6.1'];

/** Answers what clients ask beside turns: are you there, which models, how many tokens. Returns the status. */
export function serveSmall(
  response: ServerResponse,
  request: { readonly method: string; readonly path: string; readonly body: unknown; readonly malformed: boolean },
): number {
  const { method, path, body } = request;
  const answer = (status: number, value: unknown): number => {
    sendJson(response, status, value);
    return status;
  };
  if (request.malformed) return answer(400, { error: { type: 'invalid_request_error', message: 'cannot be read' } });
  if (method === 'POST' && path === '/v1/messages/count_tokens') {
    return answer(200, { input_tokens: tokens(JSON.stringify(body ?? '')) });
  }
  if (method === 'POST' && /^\/v1beta\/models\/[^/]+:countTokens$/.test(path)) {
    return answer(200, { totalTokens: tokens(JSON.stringify(body ?? '')) });
  }
  if (method !== 'GET' && method !== 'HEAD') return answer(404, { error: { type: 'not_found_error', message: path } });
  if (path === '/v1/models') {
    // Both APIs have this path: one body with the fields of each.
    const data = MODELS.map((id) => ({
      id,
      type: 'model',
      object: 'model',
      display_name: id,
      created_at: '2026-01-01T00:00:00Z',
      created: 1_767_225_600,
      owned_by: 'testkit',
    }));
    return answer(200, { object: 'list', data, has_more: false, first_id: MODELS[0], last_id: MODELS.at(-1) });
  }
  if (path === '/' || path === '/api/hello') return answer(200, { message: 'hello' });
  return answer(404, { error: { type: 'not_found_error', message: path } });
}
