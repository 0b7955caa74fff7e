import { appendFileSync } from 'node:fs';
import { isDenied, readDenied } from './guard.ts';
import type { PluginSignal } from './signal.ts';
import { Tracker } from './tracker.ts';
import { record, text } from './values.ts';

/** Says again that a turn runs, so that no screen between two frames is believed instead; well below the ten seconds it counts for. */
const BEAT_MS = 3000;

/** OpenCode may make the instance of a folder anew; only the newest one reports. */
const generations = new Map<string, number>();

/**
 * Runs inside OpenCode, in Bun. Reports turns into the terminal's signal file and refuses tools that the profile does not allow,
 * in sub-agents too. It must export nothing else: OpenCode calls every export of a plugin.
 */
export async function CaoPlugin(context: unknown): Promise<object> {
  const { CAO_SIGNAL_FILE: file, CAO_OPENCODE_DENIED: refused, CAO_OPENCODE_CONFIG: own } = process.env;
  const folder = text(record(context)['directory']) ?? '';
  const generation = (generations.get(folder) ?? 0) + 1;
  generations.set(folder, generation);
  const tracker = new Tracker();
  const denied = readDenied(refused);

  function write(signals: readonly PluginSignal[]): void {
    if (file === undefined || file === '' || generations.get(folder) !== generation) return;
    for (const signal of signals) appendFileSync(file, `${JSON.stringify({ ...signal, at: Date.now() })}\n`);
  }

  setInterval(() => {
    write(tracker.tick());
    const session = tracker.working();
    if (session !== undefined) write([{ opencode: 'busy', session }]);
  }, BEAT_MS).unref();

  return {
    event: async ({ event }: { event: unknown }) => write(tracker.event(event)),
    'chat.message': async (_input: unknown, output: unknown) => write(tracker.prompt(output)),
    'tool.execute.before': async ({ tool }: { tool: string }) => {
      if (isDenied(denied, tool)) throw new Error(`The tool ${tool} is not allowed for this agent.`);
    },
    // An OpenCode that the agent starts in its shell is another one: it must not report as this terminal.
    'shell.env': async (_input: unknown, output: { env?: Record<string, string> }) => {
      Object.assign(output.env ?? {}, { CAO_SIGNAL_FILE: '', OPENCODE_CONFIG_CONTENT: own ?? '' });
    },
  };
}
