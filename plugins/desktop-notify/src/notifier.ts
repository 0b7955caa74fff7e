import type { Logger } from '@cao/plugin-sdk';
import { runTool } from './run-tool.ts';
import type { Tool, Words } from './tools.ts';

/** Nobody reads more at once; the newest matter. */
const MAX_WAITING = 10;
/** Less than the host gives a plugin to tear down. */
const CLOSE_MS = 1500;

export interface Notifier {
  /** Returns at once, whatever the desktop does. */
  show(words: Words): void;
  /** Shows what still waits, for a second and a half at most; what hangs then is ended. */
  close(): Promise<void>;
}

export interface NotifierOptions {
  readonly tools: readonly Tool[];
  /** For when there is no tool that works. */
  readonly bell: () => void;
  readonly logger: Logger;
  /** The most a tool may take. */
  readonly limitMs: number;
}

/** One after another, by the first tool that works, else by the bell of the terminal. */
export function createNotifier({ tools, bell, logger, limitMs }: NotifierOptions): Notifier {
  const missing = new Set<Tool>();
  const end = new AbortController();
  const { signal } = end;
  let waiting: Words[] = [];
  let dropped = 0;
  let told = false;
  let running: Promise<void> | undefined;

  async function showOne(words: Words): Promise<void> {
    for (const tool of tools) {
      if (missing.has(tool)) continue;
      const outcome = await runTool(tool, words, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
      if (outcome === 'shown') return;
      if (outcome === 'missing') missing.add(tool);
      logger.debug('not shown', { program: tool.program, outcome });
    }
    if (signal.aborted) return;
    bell();
    if (told) return;
    told = true;
    const names = tools.map(({ program }) => program).join(', ');
    logger.warn('no program shows notifications, so the terminal rings instead', { tried: names });
  }

  async function run(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) await showOne(next);
    running = undefined;
  }

  return {
    show(words) {
      waiting.push(words);
      if (waiting.length > MAX_WAITING) {
        waiting = waiting.slice(-MAX_WAITING);
        dropped += 1;
        logger.debug('too many notifications at once', { dropped });
      }
      running ??= run();
    },
    async close() {
      const timer = setTimeout(() => end.abort(), CLOSE_MS);
      await running;
      clearTimeout(timer);
      end.abort();
    },
  };
}
