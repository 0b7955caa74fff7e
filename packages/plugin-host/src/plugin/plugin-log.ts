import type { Logger } from '@cao/plugin-sdk';
import type { Redact } from '../options/redact.ts';

/** Lines of one plugin in one window of time; enough for a start that tells everything. */
const LINES = 100;
const WINDOW_MS = 10_000;
const LONGEST_LINE = 4000;

/**
 * The log as a plugin has it: each line carries its name, none has text of an option in it, and one that floods is cut short with
 * a count of what was left out.
 */
export function createPluginLog(logger: Logger, plugin: string, redact: Redact): Logger {
  let lines = 0;
  let left = 0;
  let window: NodeJS.Timeout | undefined;

  function mayWrite(): boolean {
    window ??= setTimeout(() => {
      if (left > 0) logger.warn('the plugin logs too much: lines were left out', { plugin, lines: left });
      window = undefined;
      lines = 0;
      left = 0;
    }, WINDOW_MS).unref();
    lines += 1;
    if (lines <= LINES) return true;
    left += 1;
    return false;
  }

  const write =
    (level: keyof Logger) =>
    (message: unknown, fields?: Record<string, unknown>): void => {
      if (!mayWrite()) return;
      // Foreign code may pass anything, with getters that throw.
      try {
        logger[level](redact(String(message)).slice(0, LONGEST_LINE), { plugin, ...bounded(redact(fields)) });
      } catch (error) {
        logger.warn('a line of the plugin cannot be written', { plugin, error: redact(String(error)) });
      }
    };
  return Object.freeze({ debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') });
}

function bounded(fields: Record<string, unknown> | undefined): Record<string, unknown> {
  if (fields === undefined) return {};
  const size = JSON.stringify(fields)?.length ?? 0;
  return size <= LONGEST_LINE ? fields : { fields: `${JSON.stringify(fields).slice(0, LONGEST_LINE)}…` };
}
