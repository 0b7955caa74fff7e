import type { Tool as ToolListing } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Tool } from './tools.ts';

/** Keywords every model API takes. Patterns and lengths are checked here anyway, and some APIs refuse schemas that have them. */
const KEPT = new Set(['type', 'description', 'default', 'minimum', 'maximum', 'enum']);

export function listingOf({ name, title, description, input, readOnly, destructive = false }: Tool): ToolListing {
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
      destructiveHint: destructive,
      openWorldHint: false,
    },
  };
}

function plain(property: unknown): Record<string, unknown> {
  const { items, ...rest } = property as Record<string, unknown>;
  const kept = Object.entries(rest).filter(([keyword]) => KEPT.has(keyword));
  // Some APIs refuse a list that does not say of what.
  return { ...Object.fromEntries(kept), ...(items !== undefined && { items: plain(items) }) };
}
