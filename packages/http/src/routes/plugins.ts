import { PluginReport } from '@cao/contracts';
import { defineRoute, type Route } from '../route.ts';

export function pluginRoute(report: () => PluginReport): Route {
  return defineRoute({
    method: 'get',
    path: '/plugins',
    tag: 'server',
    summary: 'Plugins: set up or not and why, how many events wait, were delivered, dropped or given up, what to mend',
    doing: 'list plugins',
    answer: PluginReport,
    run({ access }) {
      access.owner('list plugins');
      return report();
    },
  });
}
