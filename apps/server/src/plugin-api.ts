import type { ReadApi } from '@cao/plugin-sdk';

/** How this server is reached, once it listens. */
export interface OwnApi {
  readonly url: () => string;
  readonly token: string;
}

/** A plugin waits for nothing longer than its own time. */
const LIMIT_MS = 10_000;

/** What plugins may read of the server, by the road that everybody takes. */
export function readApi({ url, token }: OwnApi): ReadApi {
  return {
    async get(path, { signal } = {}) {
      const base = url();
      const target = new URL(path, base);
      if (!path.startsWith('/') || target.origin !== new URL(base).origin) {
        throw new Error('The path of the API must begin with one slash, as /turns/t_1.');
      }
      const limit = AbortSignal.timeout(LIMIT_MS);
      const response = await fetch(target, {
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        redirect: 'error',
      });
      const body: unknown = await response.json().catch(() => undefined);
      if (response.ok) return body;
      const { detail, code } = (body ?? {}) as { detail?: unknown; code?: unknown };
      const said = typeof detail === 'string' ? `: ${detail}` : '';
      throw Object.assign(new Error(`GET ${path} answered ${response.status}${said}`), {
        status: response.status,
        code: typeof code === 'string' ? code : 'internal',
      });
    },
  };
}
