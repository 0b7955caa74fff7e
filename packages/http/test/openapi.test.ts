import type { PluginOffers } from '@cao/contracts';
import { expect, test } from 'vitest';
import { startTestServer } from './support/start.ts';

const nothing = (): Promise<never> => Promise.reject(new Error('not in this test'));
const NOTHING: PluginOffers = { tools: nothing, call: nothing, fetch: nothing, panels: () => [], panel: nothing };

interface Document {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<string, { parameters?: { name: string }[]; responses: object; requestBody?: object }>
  >;
  readonly components: { schemas: Record<string, unknown> };
}

async function read(): Promise<Document> {
  await using server = await startTestServer({ offers: NOTHING });
  const response = await server.request('/openapi.json', { token: '' });
  expect([response.status, server.logged]).toEqual([200, []]);
  return (await response.json()) as Document;
}

test('every route is in the document, with its parameters and statuses', async () => {
  const { paths } = await read();
  const lines = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], responses, requestBody }]) =>
      [
        method.toUpperCase(),
        path,
        ...parameters.map(({ name }) => name),
        ...(requestBody ? ['{body}'] : []),
        '->',
        Object.keys(responses).join(','),
      ].join(' '),
    ),
  );
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "GET /health -> 200
    GET /agents/profiles -> 200
    POST /agents/profiles/install {body} -> 200,400,401,403,404,409,422
    GET /agents/profiles/{profile_name} profile_name -> 200,400,401,403,404,422
    GET /agents/providers -> 200,401,403
    GET /agents/providers/check provider -> 200,400,401,403,422
    GET /agents/providers/unusable -> 200,401,403
    GET /skills/{skill_name} skill_name -> 200,400,401,403,404,422
    GET /plugins -> 200,401,403
    GET /plugins/panels -> 200,401,403
    GET /plugins/{plugin_name}/panels/{panel_name} plugin_name panel_name -> 200,401,403,422,502,504
    GET /plugins/{plugin_name}/http/* plugin_name -> 200,401,403,422,502,504
    POST /plugins/{plugin_name}/http/* plugin_name -> 200,401,403,422,502,504
    PUT /plugins/{plugin_name}/http/* plugin_name -> 200,401,403,422,502,504
    PATCH /plugins/{plugin_name}/http/* plugin_name -> 200,401,403,422,502,504
    DELETE /plugins/{plugin_name}/http/* plugin_name -> 200,401,403,422,502,504
    POST /sessions {body} -> 201,400,401,403,404,409,422,500
    GET /sessions -> 200
    GET /sessions/{session_name} session_name -> 200,400,401,403,404,422
    DELETE /sessions/{session_name} session_name -> 200,400,401,403,404,422
    POST /sessions/{session_name}/terminals session_name {body} -> 201,400,401,403,404,409,422,500
    GET /sessions/{session_name}/terminals session_name -> 200,400,401,403,404,422
    GET /terminals/{terminal_id} terminal_id -> 200,401,403,404,422
    DELETE /terminals/{terminal_id} terminal_id -> 200,401,403,404,422
    GET /terminals/{terminal_id}/explain terminal_id -> 200,401,403,404,422
    GET /terminals/{terminal_id}/screen terminal_id -> 200,401,403,404,410,422
    GET /terminals/{terminal_id}/capture terminal_id -> 200,401,403,404,410,422
    GET /terminals/{terminal_id}/wait terminal_id timeout -> 200,401,403,404,410,422,504
    GET /terminals/{terminal_id}/working-directory terminal_id -> 200,401,403,404,410,422
    GET /terminals/{terminal_id}/memory-context terminal_id -> 200,401,403,404,422
    GET /terminals/{terminal_id}/output terminal_id mode -> 200,401,403,404,409,422
    POST /terminals/{terminal_id}/exit terminal_id -> 200,401,403,404,410,422
    POST /terminals/{terminal_id}/resume terminal_id -> 200,401,403,404,409,422
    GET /terminals/{terminal_id}/turns terminal_id limit -> 200,401,403,404,422
    POST /terminals/{terminal_id}/input terminal_id {body} -> 200,401,403,404,409,410,422
    POST /terminals/{terminal_id}/key terminal_id {body} -> 200,400,401,403,404,410,422
    POST /terminals/{terminal_id}/answer terminal_id {body} -> 200,400,401,403,404,409,410,422
    POST /terminals/{terminal_id}/interrupt terminal_id -> 200,401,403,404,410,422
    POST /terminals/{terminal_id}/inbox/messages terminal_id {body} -> 200,401,403,404,422
    GET /terminals/{terminal_id}/inbox/messages terminal_id limit status -> 200,400,401,403,404,422
    GET /turns terminal_id limit -> 200,401,403,404,422
    GET /turns/{turn_id} turn_id wait -> 200,401,403,404,422
    POST /jobs {body} -> 201,400,401,403,404,422
    GET /jobs caller_id session_name limit -> 200,401,403,422
    GET /jobs/{job_id} job_id wait -> 200,401,403,404,422
    DELETE /jobs/{job_id} job_id -> 200,401,403,404,409,422
    GET /flows -> 200,401,403
    POST /flows {body} -> 201,400,401,403,409,422
    POST /flows/add {body} -> 201,400,401,403,404,409,413,422
    GET /flows/{flow_name} flow_name -> 200,400,401,403,404,422
    DELETE /flows/{flow_name} flow_name -> 200,400,401,403,404,422
    POST /flows/{flow_name}/enable flow_name -> 200,400,401,403,404,422
    POST /flows/{flow_name}/disable flow_name -> 200,400,401,403,404,422
    POST /flows/{flow_name}/run flow_name -> 200,400,401,403,404,409,413,422,500,502,504
    GET /flows/{flow_name}/runs flow_name limit -> 200,400,401,403,404,422
    GET /events session_name terminal_id -> 200,401,403,422
    POST /mcp -> 200,401,403
    GET /mcp -> 200,401,403
    DELETE /mcp -> 200,401,403
    POST /mcp/ops -> 200,401,403
    GET /mcp/ops -> 200,401,403
    DELETE /mcp/ops -> 200,401,403"
  `);
});

test('the whole document is pinned', async () => {
  await expect(JSON.stringify(await read(), null, 2)).toMatchFileSnapshot('./fixtures/openapi.json');
});
