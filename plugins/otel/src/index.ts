import { createReader } from '@cao/plugin-kit';
import { definePlugin, type HookContext, type Hooks, type PluginEvent } from '@cao/plugin-sdk';
import { exportEvent, EXPORTED_EVENTS } from './export-event.ts';
import { createKnownTerminals } from './known-terminals.ts';
import { createLineage } from './lineage.ts';
import { Options } from './options.ts';
import { createRecords } from './records.ts';
import type { Telemetry } from './sdk.ts';

/** Exports traces and metrics of what agents do, over OTLP. Does nothing, and loads nothing, without an endpoint. */
export function plugin() {
  const lineage = createLineage();
  const terminals = createKnownTerminals();
  let telemetry: Telemetry | undefined;

  async function hook(event: PluginEvent<(typeof EXPORTED_EVENTS)[number]>, context: HookContext<Options>) {
    if (telemetry === undefined) return;
    const records = createRecords(createReader(context.api, context.signal));
    await exportEvent(event, { telemetry, lineage, terminals, records, content: context.options.content });
  }

  return definePlugin({
    name: 'otel',
    options: Options,
    durable: true,
    async setup({ options, logger }) {
      if (options.endpoint === undefined) {
        logger.info('off: the option "endpoint" is not set');
        return;
      }
      const broken = new Set<string>();
      const { createTelemetry } = await import('./sdk.ts');
      telemetry = createTelemetry(options, (signal, error) => {
        if (error === undefined) {
          if (broken.delete(signal)) logger.info('exported again', { signal });
        } else if (!broken.has(signal)) {
          broken.add(signal);
          // Told once until it works again. What could not be exported is lost; the SDK has tried again by itself.
          logger.warn('not exported', { signal, error: error.message.slice(0, 200) });
        }
      });
    },
    teardown: () => telemetry?.close(),
    hooks: Object.fromEntries(EXPORTED_EVENTS.map((type) => [type, hook])) as Hooks<Options>,
  });
}
