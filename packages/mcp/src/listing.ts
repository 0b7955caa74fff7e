import type { Tool as ToolListing } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Tool } from './tools.ts';

/** Keywords every model API takes. Patterns and lengths are checked here anyway, and some APIs refuse schemas that have them. */
const KEPT = new Set(['type', 'description', 'default', 'minimum', 'maximum', 'enum']);

export function listingOf({ name, title, description, input, readOnly }: Tool): ToolListing {
  const schema = z.toJSONSchema(input, { io: 'input' });
  const properties = Object.entries(schema.properties ?? {}).map(([key, property]) => [key, plain(property)]);
  return {
    name,
    title,
    description,
    inputSchema: { type: 'object', properties: Object.fromEntries(properties), required: schema.required ?? [] },
    annotations: {
      title,
      readOnlyHint: readOnly,
      // Even `delete_terminal` only ends what CAO itself started; what it printed stays.
      destructiveHint: false,
      openWorldHint: false,
    },
  };
}

function plain(property: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(property as object).filter(([keyword]) => KEPT.has(keyword)));
}
