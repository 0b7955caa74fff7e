/** What our plugin writes into the terminal's signal file, one JSON line each. */
export type PluginSignal =
  | { readonly opencode: 'turn_started'; readonly session: string; readonly message: string; readonly prompt: string }
  | { readonly opencode: 'working'; readonly session: string; readonly detail?: string }
  | { readonly opencode: 'busy'; readonly session: string }
  | { readonly opencode: 'asks'; readonly session: string }
  | { readonly opencode: 'answered'; readonly session: string }
  | { readonly opencode: 'turn_completed'; readonly session: string; readonly message?: string; readonly reply: string }
  | { readonly opencode: 'turn_failed'; readonly session: string; readonly message?: string; readonly error: string }
  | { readonly opencode: 'turn_interrupted'; readonly session: string; readonly message?: string };
