import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { PluginCursorRepository } from './port.ts';
import { pluginCursors } from './schema.ts';

export function createPluginCursors(db: Database): PluginCursorRepository {
  const { plugin, eventId } = pluginCursors;
  const get = db
    .select({ eventId })
    .from(pluginCursors)
    .where(eq(plugin, sql.placeholder('plugin')))
    .prepare();
  const set = db
    .insert(pluginCursors)
    .values({ plugin: sql.placeholder('plugin'), eventId: sql.placeholder('eventId') })
    .onConflictDoUpdate({ target: plugin, set: { eventId: sql`excluded.event_id` } })
    .prepare();
  return {
    get: (name) => get.get({ plugin: name })?.eventId,
    set: (name, id) => void set.run({ plugin: name, eventId: id }),
  };
}
