import type { PluginOffers } from '@cao/contracts';
import { readBytes } from '../input.ts';
import { defineRoute, type Route } from '../route.ts';

/** What is between two neighbours on the way, and what identifies the owner: none of it is the plugin's business. */
const NOT_PASSED = [
  'authorization',
  'cookie',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'content-length',
];

/** The routes of plugins, each below a prefix of its own. */
export function pluginHttpRoutes(offers: PluginOffers): readonly Route[] {
  return (['get', 'post', 'put', 'patch', 'delete'] as const).map((method) =>
    defineRoute({
      method,
      path: '/plugins/{plugin_name}/http/*',
      tag: 'plugins',
      summary: 'A route of a plugin; its README says which there are',
      doing: 'serve a route of a plugin',
      answer: undefined,
      errors: [502, 504],
      async run({ access, params, hono, signal }) {
        access.owner('use routes of plugins');
        const plugin = params['plugin_name'] as string;
        const url = new URL(hono.req.url);
        url.pathname = url.pathname.slice(`/plugins/${plugin}/http`.length);
        const headers = without(hono.req.raw.headers, NOT_PASSED);
        const body = method === 'get' ? null : await readBytes(hono);
        const request = new Request(url, { method: method.toUpperCase(), headers, body, signal: signal() });
        return offers.fetch(plugin, request);
      },
    }),
  );
}

function without(headers: Headers, names: readonly string[]): Headers {
  const kept = new Headers(headers);
  for (const name of names) kept.delete(name);
  return kept;
}
