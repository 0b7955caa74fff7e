import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace, type Tracer } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { DURATION_BUCKETS, METRICS } from './semconv.ts';
import type { Place } from './lineage.ts';
import type { Options } from './options.ts';
import type { SpanFacts } from './spans.ts';

/** What is told to a collector. Nothing waits for it, nothing throws. */
export interface Telemetry {
  span(facts: SpanFacts, place: Place): void;
  duration(metric: 'operation' | 'job' | 'delivery', seconds: number, attributes: Record<string, string>): void;
  count(metric: 'questions' | 'flowRuns', attributes: Record<string, string>): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

const KINDS = { client: SpanKind.CLIENT, internal: SpanKind.INTERNAL, consumer: SpanKind.CONSUMER };
/** The last export has to fit into the teardown of a plugin. */
const EXPORT_MS = 1500;
/** Less, so that the exporter tells what happened before the SDK gives up. */
const REQUEST_MS = 1200;
const BATCH_MS = 2000;
const SCOPE = '@cao/plugin-otel';

type Result = { readonly code: number; readonly error?: Error };

export function createTelemetry(
  options: Options,
  onResult: (signal: string, error: Error | undefined) => void,
): Telemetry {
  const { endpoint, headers, service_name: service, metric_seconds: seconds } = options;
  const resource = resourceFromAttributes({ 'service.name': service });
  const to = (signal: string) => ({
    url: `${endpoint?.replace(/\/+$/, '')}/v1/${signal}`,
    headers: { ...headers },
    timeoutMillis: REQUEST_MS,
  });

  // Spans keep the ids of their records; see lineage.
  let next: Place = { traceId: '', spanId: '', parentId: undefined };
  const tracers = new TracerProvider({
    resource,
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: watched(new OTLPTraceExporter(to('traces')), (error) => onResult('traces', error)),
        scheduledDelayMillis: BATCH_MS,
        exportTimeoutMillis: EXPORT_MS,
      }),
    ],
  });
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: watched(new OTLPMetricExporter(to('metrics')), (error) => onResult('metrics', error)),
        exportIntervalMillis: seconds * 1000,
        exportTimeoutMillis: EXPORT_MS,
      }),
    ],
  });
  const tracer: Tracer = tracers.getTracer(SCOPE);
  const meter = meters.getMeter(SCOPE);
  const histogram = (name: string) =>
    meter.createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries: DURATION_BUCKETS } });
  const durations = {
    operation: histogram(METRICS.operationDuration),
    job: histogram(METRICS.jobDuration),
    delivery: histogram(METRICS.deliveryDuration),
  };
  const counters = {
    questions: meter.createCounter(METRICS.questions, { unit: '{question}' }),
    flowRuns: meter.createCounter(METRICS.flowRuns, { unit: '{run}' }),
  };

  return {
    span({ name, kind, start, end, attributes, error }, place) {
      next = place;
      const { traceId, parentId } = place;
      const context =
        parentId === undefined
          ? ROOT_CONTEXT
          : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentId, traceFlags: TraceFlags.SAMPLED });
      const all = error === undefined ? attributes : { ...attributes, 'error.type': error };
      const span = tracer.startSpan(name, { kind: KINDS[kind], startTime: start, attributes: all }, context);
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
      span.end(Math.max(start, end));
    },
    duration: (metric, value, attributes) => durations[metric].record(Math.max(0, value), attributes),
    count: (metric, attributes) => counters[metric].add(1, attributes),
    async close() {
      await Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
    },
  };
}

interface Exporter<T> {
  export(items: T, done: (result: Result) => void): void;
}

/** The SDK tells nobody when a collector cannot be reached. */
function watched<T, E extends Exporter<T>>(exporter: E & Exporter<T>, onResult: (error: Error | undefined) => void): E {
  const original = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    original(items, (result) => {
      onResult(result.code === 0 ? undefined : (result.error ?? new Error('the export failed')));
      done(result);
    });
  return exporter;
}
