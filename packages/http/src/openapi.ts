import {
  AgentProfile,
  CreateFlowRequest,
  CreateJobRequest,
  CreateSessionRequest,
  CreateTerminalRequest,
  ErrorBody,
  Explanation,
  Flow,
  FlowRun,
  Health,
  Job,
  Message,
  MessageReceipt,
  PanelData,
  PanelRow,
  ProfileRow,
  ProviderCheck,
  ProviderRow,
  Question,
  SessionDetail,
  SessionRow,
  Skill,
  Terminal,
  TerminalRow,
  Turn,
} from '@cao/contracts';
import { z } from 'zod';
import { PARAMS } from './params.ts';
import type { Route } from './route.ts';
import { ScreenSchema } from './routes/shapes.ts';
import { paramNames } from './serve-route.ts';

/** Schemas that have a name in the document. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  AgentProfile,
  CreateFlowRequest,
  CreateJobRequest,
  CreateSessionRequest,
  CreateTerminalRequest,
  Error: ErrorBody,
  Explanation,
  Flow,
  FlowRun,
  Health,
  Job,
  Message,
  MessageReceipt,
  PanelData,
  PanelRow,
  ProfileRow,
  ProviderCheck,
  ProviderRow,
  Question,
  Screen: ScreenSchema,
  SessionDetail,
  SessionRow,
  Skill,
  Terminal,
  TerminalRow,
  Turn,
};

const REASONS: Readonly<Record<number, string>> = {
  200: 'Done',
  201: 'Created',
  400: 'A value that cannot be',
  401: 'No token, or an unknown one',
  403: 'Not yours',
  404: 'Does not exist',
  409: 'Not in this state',
  410: 'The program has ended',
  413: 'Too large',
  422: 'A value of the wrong shape',
  500: 'The server failed',
  502: 'A program that was needed failed',
  504: 'Took too long',
};

type Json = Record<string, unknown>;

/** The document of the API, made from the table the routes are served from. */
export function openApiDocument(routes: readonly Route[]): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: referenceTo, io: 'input' });
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = describeRoute(route, registry);
  return {
    openapi: '3.1.0',
    info: {
      title: 'CLI Agent Orchestrator',
      version: '0.1.0',
      description:
        'Every field of a POST body may be given as a query parameter instead, except environment variables; the body wins. ' +
        'A terminal is viewed over a WebSocket at /terminals/{terminal_id}/ws.',
    },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutFrame(schema as Json)])),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

type Registry = z.core.$ZodRegistry<{ id: string }>;

function describeRoute(route: Route, registry: Registry): Json {
  const content = (schema: z.ZodType, media = 'application/json'): Json => ({
    [media]: { schema: shapeOf(schema, registry) },
  });
  const parameters = [...pathParameters(route), ...queryParameters(route.query, registry)];
  const checked = parameters.length > 0 || route.body !== undefined;
  const errors = [...(route.errors ?? []), ...(route.open === true ? [] : [401, 403]), ...(checked ? [422] : [])];
  const status = route.status ?? 200;
  const answer =
    route.answer === undefined
      ? { description: 'A stream' }
      : { description: REASONS[status], content: content(route.answer, route.media) };
  const refused = (code: number): [number, Json] => [code, { description: REASONS[code], content: content(ErrorBody) }];
  return {
    tags: [route.tag],
    summary: route.summary,
    ...(route.open !== true && { security: [{ token: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && { requestBody: { content: content(route.body) } }),
    responses: { [status]: answer, ...Object.fromEntries([...new Set(errors)].map(refused)) },
  };
}

function pathParameters(route: Route): Json[] {
  return paramNames(route.path).map((name) => ({
    name,
    in: 'path',
    required: true,
    description: PARAMS[name]?.about,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined, registry: Registry): Json[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: shapeOf(schema as z.ZodType, registry),
  }));
}

/** A schema as it stands in the document: by name when it has one. */
function shapeOf(schema: z.ZodType, registry: Registry): Json {
  const id = registry.get(schema)?.id;
  if (id !== undefined) return { $ref: referenceTo(id) };
  const shape = z.toJSONSchema(schema, { metadata: registry, io: 'input' });
  return withoutFrame(JSON.parse(JSON.stringify(shape).replaceAll('#/$defs/', referenceTo(''))) as Json);
}

function withoutFrame({ $schema: _schema, $id: _id, $defs: _defs, id: _name, ...shape }: Json): Json {
  return shape;
}

function referenceTo(id: string): string {
  return `#/components/schemas/${id}`;
}
