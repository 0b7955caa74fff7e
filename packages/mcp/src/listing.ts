import type { Tool as ToolListing } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Tool } from './tools.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Keywords every model API takes. Patterns and lengths are checked here anyway, and some APIs refuse schemas that have them. */
const KEPT = new Set(['type', 'description', 'default', 'minimum', 'maximum', 'enum', 'required']);

export function listingOf(tool: Tool): ToolListing {
  const { name, title, description, input } = tool;
  const inputSchema = schemaOf(z.toJSONSchema(input, { io: 'input' }) as Schema);
  return { name, title, description, inputSchema, annotations: annotationsOf(tool) };
}

/** The schema of an object, of which `required` is always told. */
export function schemaOf(schema: Schema): ToolListing['inputSchema'] {
  const { properties = {}, required = [] } = plain(schema) as { properties?: object; required?: string[] };
  return { type: 'object', properties: properties as Record<string, object>, required };
}

export function annotationsOf({
  title,
  readOnly,
  destructive = false,
}: Pick<Tool, 'title' | 'readOnly' | 'destructive'>): NonNullable<ToolListing['annotations']> {
  return { title, readOnlyHint: readOnly, destructiveHint: destructive, openWorldHint: false };
}

function plain(schema: Schema): Record<string, unknown> {
  const { items, properties, anyOf, const: value } = schema as Record<string, unknown> & { properties?: object };
  const kept = Object.entries(schema).filter(([keyword]) => KEPT.has(keyword));
  return {
    ...Object.fromEntries(kept),
    ...(value !== undefined && { enum: [value] }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, plain(inner as Schema)])),
    }),
    // Some APIs refuse a list that does not say of what.
    ...(items !== undefined && { items: plain(items as Schema) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map((inner) => plain(inner as Schema)) }),
  };
}
