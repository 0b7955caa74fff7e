export interface OutgoingRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Its beginning: what services say is short, and what is not is not wanted. */
  readonly text: string;
}

/** Less than the ten seconds of a hook, so that the plugin tells what happened and not the host. */
const TIMEOUT_MS = 8000;
/** A page of comments with long texts fits; an endless answer does not. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/**
 * One request, and its answer whatever the status. Follows no redirect, since a signature or a token is meant for one place.
 * Rejects when there is no whole answer in time, with a message that names the host and nothing else of the address.
 */
export async function request(
  { url, method = 'POST', headers = {}, body }: OutgoingRequest,
  { signal, timeoutMs = TIMEOUT_MS }: { signal: AbortSignal; timeoutMs?: number },
): Promise<Answer> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, text: await beginning(response) };
  } catch (error) {
    // The cause stays out: it may hold the address, and addresses of webhooks are secrets.
    // oxlint-disable-next-line preserve-caught-error
    throw new Error(`${hostOf(url)} did not answer: ${reasonOf(error, limit, timeoutMs)}`);
  }
}

/** The part of an address that may be shown. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the address';
}

async function beginning(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    // Leaving the loop closes the connection.
    if (bytes > MAX_ANSWER_BYTES) break;
  }
  return text;
}

function reasonOf(error: unknown, limit: AbortSignal, timeoutMs: number): string {
  if (limit.aborted) return `${timeoutMs} ms are over`;
  const { cause } = error as { cause?: { code?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  return (error as Error).name === 'AbortError' ? 'the server stops' : 'the connection broke';
}
