import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

export type Handlers = Required<Pick<Transport, 'onmessage' | 'onerror' | 'onclose'>>;

/** A transport has one of each; before its start. */
export function handle(transport: object, handlers: Handlers): void {
  Object.assign(transport, handlers);
}
