import { startScriptedServer, type ScriptedServer } from '@cao/testkit';
import { z } from 'zod';

/** OTLP in its JSON encoding, strictly: ids in hexadecimal, times and whole numbers as decimal text, no field but those of the protocol. */
const nanos = z.string().regex(/^\d{19}$/);
const value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ intValue: z.union([z.string().regex(/^-?\d+$/), z.number().int()]) }),
  z.strictObject({ doubleValue: z.number() }),
  z.strictObject({ boolValue: z.boolean() }),
]);
const attributes = z
  .array(z.strictObject({ key: z.string(), value }))
  .transform((list) => Object.fromEntries(list.map(({ key, value: one }) => [key, Object.values(one)[0] as unknown])));
const resource = z.looseObject({ attributes });
const scope = z.looseObject({ name: z.string() });

const Span = z.looseObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string().min(1),
  kind: z.number().int().min(1).max(5),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  status: z.looseObject({ code: z.number().int().min(0).max(2) }),
});
export type Span = z.infer<typeof Span>;

const Traces = z.strictObject({
  resourceSpans: z.array(
    z.looseObject({ resource, scopeSpans: z.array(z.looseObject({ scope, spans: z.array(Span) })) }),
  ),
});

const Point = z.looseObject({ attributes, timeUnixNano: nanos });
const Metric = z.looseObject({
  name: z.string(),
  unit: z.string(),
  histogram: z.looseObject({ dataPoints: z.array(Point.extend({ count: z.number(), sum: z.number() })) }).optional(),
  sum: z.looseObject({ dataPoints: z.array(Point) }).optional(),
});
export type Metric = z.infer<typeof Metric>;
const Metrics = z.strictObject({
  resourceMetrics: z.array(
    z.looseObject({ resource, scopeMetrics: z.array(z.looseObject({ scope, metrics: z.array(Metric) })) }),
  ),
});

export interface Receiver extends ScriptedServer {
  spans(): readonly Span[];
  /** The last export of each metric. */
  metrics(): ReadonlyMap<string, Metric>;
  services(): ReadonlySet<unknown>;
}

/** Takes OTLP over HTTP as a collector does, for tests; throws when what it got is none. */
export async function startReceiver(): Promise<Receiver> {
  const server = await startScriptedServer(() => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }));
  const taken = (path: string): unknown[] =>
    server.requests
      .filter((request) => request.path === path && typeof request.answer === 'object' && request.answer.status === 200)
      .map(({ body }) => JSON.parse(body) as unknown);
  const traces = () => taken('/v1/traces').flatMap((body) => Traces.parse(body).resourceSpans);
  const metrics = () => taken('/v1/metrics').flatMap((body) => Metrics.parse(body).resourceMetrics);
  return Object.assign(server, {
    spans: () => traces().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    metrics: () => {
      const all = metrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((one) => one.metrics));
      return new Map(all.map((metric) => [metric.name, metric]));
    },
    services: () => new Set([...traces(), ...metrics()].map((one) => one.resource.attributes['service.name'])),
  });
}
