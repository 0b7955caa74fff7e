import { CaoError } from '@cao/contracts';
import { isPlainName } from './names.ts';

/** Where profiles may come from; `CAO_PROFILE_ALLOWED_HOSTS` replaces the list. */
export const PROFILE_HOSTS: readonly string[] = ['github.com', 'raw.githubusercontent.com'];

/** Milliseconds for the whole download: a profile is a few kilobytes. */
const DOWNLOAD_MS = 30_000;
const MAX_BYTES = 1024 * 1024;
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** The address to fetch, made from checked parts only, and the name the profile gets. Throws `invalid_input`. */
export function checkProfileUrl(source: string, hosts: readonly string[]): { url: string; name: string } {
  const url = URL.canParse(source) ? new URL(source) : undefined;
  const segments = url?.pathname.slice(1).split('/') ?? [];
  const name = segments.at(-1)?.replace(/\.md$/, '') ?? '';
  const problem =
    url === undefined
      ? 'it is not a URL'
      : url.protocol !== 'https:'
        ? 'only https is allowed'
        : !hosts.includes(url.host)
          ? `the host '${url.host}' is not allowed (allowed: ${hosts.join(', ')})`
          : url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '' || source.includes('?')
            ? 'it must not have a query, a fragment or a user name'
            : !segments.every((segment) => SEGMENT.test(segment)) || !url.pathname.endsWith('.md') || !isPlainName(name)
              ? 'its path must be plain names and end in NAME.md'
              : undefined;
  if (problem !== undefined || url === undefined) {
    throw new CaoError('invalid_input', `Cannot install from ${source}: ${problem ?? ''}`);
  }
  return { url: `https://${url.host}/${segments.join('/')}`, name };
}

/** Downloads without following redirects: an allowed host must not send us on to another one. */
export async function downloadProfile(url: string, fetcher: typeof fetch): Promise<string> {
  const fail = (reason: string, cause?: unknown): CaoError =>
    new CaoError('unavailable', `Cannot download ${url}: ${reason}`, cause === undefined ? {} : { cause });
  let response: Response;
  try {
    response = await fetcher(url, { redirect: 'manual', signal: AbortSignal.timeout(DOWNLOAD_MS) });
  } catch (error) {
    throw fail((error as Error).message, error);
  }
  if (response.status >= 300 && response.status < 400) throw fail('redirects are not followed');
  if (!response.ok || response.body === null) throw fail(`the server answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw fail(`it is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
