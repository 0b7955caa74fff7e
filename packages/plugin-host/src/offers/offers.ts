import { CaoError, PanelData, type OfferedCall, type OfferedTool, type PluginOffers } from '@cao/contracts';
import type { ToolContext } from '@cao/plugin-sdk';
import type { Limits } from '../limits.ts';
import type { PluginRunner } from '../plugin/runner.ts';
import { cleanAnswer } from './clean-answer.ts';
import { toolResult } from './result.ts';

export interface OffersDeps {
  /** Those that are set up. */
  readonly running: () => readonly PluginRunner[];
  /** Resolves when all are, or failed. */
  readonly settled: () => Promise<void>;
  readonly limits: Limits;
}

/** An agent that has just started asks once which tools there are; a plugin that hangs in its set-up must not hold it up. */
const TOOLS_WAIT_MS = 2000;

/** What the running plugins bring. All of it is bounded in time, and a failure is told with the plugin's name. */
export function createOffers({ running, settled, limits }: OffersDeps): PluginOffers {
  async function soon(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, TOOLS_WAIT_MS);
    });
    await Promise.race([settled(), late]);
    clearTimeout(timer);
  }

  function runnerOf(name: string): PluginRunner {
    const runner = running().find((one) => one.name === name);
    if (runner !== undefined) return runner;
    throw new CaoError('not_found', `No plugin '${name}' is running.`, { hint: 'See: cao plugin list' });
  }

  async function call(wanted: OfferedCall): Promise<Record<string, unknown> | string> {
    await soon();
    for (const runner of running()) {
      const tool = runner.tools.find(({ name }) => name === wanted.tool);
      if (tool === undefined) continue;
      const { terminalId, sessionName, callId, progress } = wanted;
      return runner.run(`tool ${tool.name}`, tool.limitMs, async (context) => {
        const own: ToolContext = Object.create(
          context,
          describe({ terminalId, sessionName, callId, progress }),
        ) as ToolContext;
        return toolResult(await tool.run(wanted.arguments, own));
      });
    }
    throw new CaoError('not_found', `There is no tool '${wanted.tool}': its plugin is not running any more.`);
  }

  return {
    async tools(): Promise<readonly OfferedTool[]> {
      await soon();
      return running().flatMap(({ tools }) => tools);
    },
    call,
    async fetch(name, request) {
      const runner = runnerOf(name);
      const { fetch } = runner.plugin;
      if (fetch === undefined) throw new CaoError('not_found', `Plugin '${name}' has no routes.`);
      return runner.run(`route ${request.method}`, limits.routeMs, async (context) => {
        return cleanAnswer(await fetch.call(runner.plugin, request, context), request.signal);
      });
    },
    panels: () => running().flatMap(({ panels }) => panels),
    async panel(name, id) {
      const runner = runnerOf(name);
      const panel = Object.hasOwn(runner.plugin.panels ?? {}, id) ? runner.plugin.panels?.[id] : undefined;
      if (panel === undefined) throw new CaoError('not_found', `Plugin '${name}' has no panel '${id}'.`);
      return runner.run(`panel ${id}`, limits.panelMs, async (context) => {
        const data = PanelData.safeParse(await panel.data(context));
        if (data.success) return data.data;
        const [issue] = data.error.issues;
        throw new Error(`its data cannot be shown: ${[...(issue?.path ?? []), ''].join('.')} ${issue?.message}`);
      });
    },
  };
}

/** The context of a call has a signal that is made when it is asked for; a copy would ask at once. */
function describe(fields: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, enumerable: true }]));
}
