import { createClient, isClientError } from '@cao/client';
import type { Health } from '@cao/contracts';
import { httpFetch } from '../http-fetch.ts';

/** Milliseconds for an answer of a server on this machine; one that is busy for longer counts as not there. */
const PROBE_MS = 2000;

/** What runs at this address: our server, nothing, or something else. */
export type Probe =
  | { readonly state: 'up'; readonly health: Health }
  | { readonly state: 'down' }
  | { readonly state: 'stranger'; readonly reason: string };

export async function probe(url: string, timeoutMs: number = PROBE_MS): Promise<Probe> {
  try {
    const health = await createClient({ baseUrl: url, timeoutMs, fetch: httpFetch }).health();
    if (health.service === 'cli-agent-orchestrator') return { state: 'up', health };
    return { state: 'stranger', reason: `another program answers on ${url}` };
  } catch (error) {
    if (!isClientError(error)) throw error;
    // An answer that is not ours came with a status or could not be read; no answer at all has a cause.
    const answered =
      error.details?.['status'] !== undefined || (error.code === 'unavailable' && error.cause === undefined);
    return answered ? { state: 'stranger', reason: error.message } : { state: 'down' };
  }
}
