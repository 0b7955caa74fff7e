import type { OfferedTool } from '@cao/contracts';
import type { Tool as ToolListing } from '@modelcontextprotocol/sdk/types.js';
import { parseArguments, type ParsedArguments } from './arguments.ts';
import { annotationsOf, listingOf, schemaOf } from './listing.ts';
import type { Tool } from './tools.ts';

/** A tool as the protocol needs it, whoever brings it. */
export interface Callable {
  readonly name: string;
  readonly listing: ToolListing;
  check(given: Readonly<Record<string, unknown>>): ParsedArguments | Promise<ParsedArguments>;
}

export function ownTool(tool: Tool): Callable {
  return { name: tool.name, listing: listingOf(tool), check: (given) => parseArguments(tool.input, given) };
}

export function offeredTool(tool: OfferedTool): Callable {
  const { name, title, description, inputSchema } = tool;
  return {
    name,
    listing: { name, title, description, inputSchema: schemaOf(inputSchema), annotations: annotationsOf(tool) },
    async check(given) {
      const checked = await tool.check(given);
      return 'problem' in checked && typeof checked.problem === 'string'
        ? { ok: false, problem: checked.problem }
        : { ok: true, args: checked };
    },
  };
}
