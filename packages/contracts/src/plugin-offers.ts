import type { PanelData, PanelRow } from './panel.ts';

/** A tool for agents that a plugin brings. */
export interface OfferedTool {
  /** As agents call it: `tickets_find`. */
  readonly name: string;
  readonly plugin: string;
  readonly title: string;
  /** Read by the model. */
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** True when a call changes nothing, so that it may be repeated. */
  readonly readOnly: boolean;
  /** What the schema makes of the arguments, or what is wrong with them. */
  check(given: Readonly<Record<string, unknown>>): Promise<Record<string, unknown> | { readonly problem: string }>;
}

export interface OfferedCall {
  readonly tool: string;
  /** The same when a call is repeated. */
  readonly callId: string;
  readonly terminalId: string;
  readonly sessionName: string | null;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly progress: (text: string) => void;
}

/** What plugins bring beside their hooks. Errors are `CaoError`s that name the plugin. */
export interface PluginOffers {
  /** Waits a moment for plugins that are still set up. */
  tools(): Promise<readonly OfferedTool[]>;
  /** JSON, or text. Rejects with `not_found`, `timeout` and `plugin_failed`. */
  call(call: OfferedCall): Promise<Record<string, unknown> | string>;
  /** Has a plugin answer a request; its URL is without the prefix of the plugin's routes. */
  fetch(plugin: string, request: Request): Promise<Response>;
  panels(): readonly PanelRow[];
  panel(plugin: string, panel: string): Promise<PanelData>;
}
