import { EventType, PanelRow } from '@cao/contracts';
import type { Plugin } from '@cao/plugin-sdk';

const NAME = /^[a-z][a-z0-9_-]{0,39}$/;

/** The panels of a plugin. Throws an Error that names the first one that no dashboard could show. */
export function panelsOf(plugin: Plugin, pluginName: string): readonly PanelRow[] {
  return Object.entries(plugin.panels ?? {}).map(([name, panel]) => {
    const { title, refreshOn = [] } = panel;
    const row = PanelRow.safeParse({ plugin: pluginName, panel: name, title, refresh_on: refreshOn });
    if (!NAME.test(name)) throw new Error(`its panel ${JSON.stringify(name)} needs a name of a-z, 0-9, _ and -`);
    if (!row.success || typeof panel.data !== 'function') {
      const events = refreshOn.filter((type) => !EventType.safeParse(type).success);
      const what =
        events.length > 0 ? `names unknown events: ${events.join(', ')}` : 'needs a title and a function "data"';
      throw new Error(`its panel ${JSON.stringify(name)} ${what}`);
    }
    return row.data;
  });
}
