import { listingOf, type ToolListing } from './listing.ts';
import { instructionsFor, toolTable, type Tool, type ToolOptions } from './tools.ts';

/** Newest first. The last one is for clients that come through `cao-mcp-server`; it knows no Streamable HTTP. */
export const PROTOCOL_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;

export interface ToolServerOptions extends ToolOptions {
  /** Of CAO, told to clients. */
  readonly version: string;
}

/** What is the same for every request, made once. */
export interface ToolServer {
  readonly tools: ReadonlyMap<string, Tool>;
  /** The result of a method that is answered at once; undefined for one that is not served. */
  answer(method: string, params: Readonly<Record<string, unknown>>, terminalId: string): object | undefined;
}

/**
 * The server side of the protocol. The official library is not used for it: four methods without any state need none, and
 * loading it would double the start-up time of the server. The tests speak to it through the official client.
 */
export function createToolServer(options: ToolServerOptions): ToolServer {
  const rows = toolTable(options);
  const listing: { tools: ToolListing[] } = { tools: rows.map(listingOf) };
  return {
    tools: new Map(rows.map((tool) => [tool.name, tool])),
    answer(method, params, terminalId) {
      if (method === 'ping') return {};
      if (method === 'tools/list') return listing;
      if (method !== 'initialize') return undefined;
      const asked = params['protocolVersion'];
      return {
        protocolVersion: PROTOCOL_VERSIONS.find((version) => version === asked) ?? PROTOCOL_VERSIONS[0],
        capabilities: { tools: {} },
        serverInfo: { name: 'cao', version: options.version },
        instructions: instructionsFor(terminalId),
      };
    },
  };
}

export function isKnownVersion(version: string): boolean {
  return PROTOCOL_VERSIONS.some((known) => known === version);
}
