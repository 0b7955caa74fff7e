import type { Tool as ToolListing } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Tool } from './tools.ts';

/** Keywords every model API takes. Patterns and lengths are checked here anyway, and some APIs refuse schemas that have them. */
const KEPT = new Set(['type', 'description', 'default', 'minimum', 'maximum', 'enum']);

/** A tool as `tools/list` shows it. */
export function listingOf(tool: Tool): ToolListing {
  const schema = z.toJSONSchema(tool.input, { io: 'input' });
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, plain(property)]);
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(properties) as Record<string, object>,
      required: schema.required ?? [],
    },
    annotations: {
      title: tool.title,
      readOnlyHint: tool.readOnly,
      // Even `delete_terminal` only ends what CAO itself started; what it printed stays.
      destructiveHint: false,
      openWorldHint: false,
    },
  };
}

function plain(property: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(property as object).filter(([keyword]) => KEPT.has(keyword)));
}
