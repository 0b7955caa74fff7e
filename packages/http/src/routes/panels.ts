import { PanelData, PanelRow, type PluginOffers } from '@cao/contracts';
import { z } from 'zod';
import { defineRoute, type Route } from '../route.ts';

/** What plugins show in a dashboard. */
export function panelRoutes(offers: PluginOffers): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/plugins/panels',
      tag: 'plugins',
      summary: 'Panels of plugins, and the events after which their data may be new',
      doing: 'list panels',
      answer: z.array(PanelRow),
      run({ access }) {
        access.owner('list panels');
        return offers.panels();
      },
    }),
    defineRoute({
      method: 'get',
      path: '/plugins/{plugin_name}/panels/{panel_name}',
      tag: 'plugins',
      summary: 'The data of a panel: a table, values, or text in Markdown',
      doing: 'read a panel',
      answer: PanelData,
      errors: [502, 504],
      run({ access, params }) {
        access.owner('read panels');
        return offers.panel(params['plugin_name'] as string, params['panel_name'] as string);
      },
    }),
  ];
}
