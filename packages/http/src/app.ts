import type { Health, PluginOffers, PluginReport } from '@cao/contracts';
import type { Engine } from '@cao/engine';
import { Hono } from 'hono';
import { createGuard } from './guard.ts';
import type { AuthOptions } from './identity.ts';
import { createOriginPolicy, type OriginOptions } from './origin.ts';
import type { Route } from './route.ts';
import { catalogRoutes } from './routes/catalog.ts';
import { eventRoutes } from './routes/events.ts';
import { flowRoutes } from './routes/flows.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { inputRoutes } from './routes/input.ts';
import { mcpRoutes, type McpOptions } from './routes/mcp.ts';
import { panelRoutes } from './routes/panels.ts';
import { pluginHttpRoutes } from './routes/plugin-http.ts';
import { pluginRoute } from './routes/plugins.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { terminalRoutes } from './routes/terminals.ts';
import { jobRoutes, turnRoutes } from './routes/turns.ts';
import { serveRoute, type ErrorLog } from './serve-route.ts';
import { createTerminalSockets, type UpgradeHandler } from './socket/upgrade.ts';

export interface HttpDeps {
  readonly engine: Engine;
  readonly version: string;
  /** What `GET /health` tells beside what is always true. */
  readonly health: Pick<Health, 'pid' | 'terminal_backend' | 'started_at'>;
  readonly auth: AuthOptions;
  readonly origins: OriginOptions;
  readonly mcp: McpOptions;
  /** Addresses beside loopback from which terminals may be viewed while no token is needed. */
  readonly viewers?: readonly string[];
  /** What became of the plugins; none when absent. */
  readonly plugins?: () => PluginReport;
  /** What they bring; nothing when absent. */
  readonly offers?: PluginOffers;
  readonly log: ErrorLog;
}

export interface HttpApp {
  readonly fetch: (request: Request, env?: object) => Response | Promise<Response>;
  /** For the `upgrade` event of a Node server. */
  readonly upgrade: UpgradeHandler;
  /** Loads what was left out for a quick start; call it when there is nothing better to do. */
  warm(): Promise<void>;
  /** Ends every wait and stream, telling clients to come back. Idempotent; the caller closes its server. */
  stop(): Promise<void>;
}

/** The HTTP and WebSocket face of an engine. Listens nowhere. */
export function createApp(deps: HttpDeps): HttpApp {
  const { engine, auth, log, version } = deps;
  const stopping = new AbortController();
  const policy = createOriginPolicy(deps.origins);
  const health: Health = { status: 'ok', service: 'cli-agent-orchestrator', version, ...deps.health };
  const mcp = mcpRoutes(engine, version, deps.mcp);
  const sockets = createTerminalSockets({ engine, auth, policy, viewers: deps.viewers ?? [], log });
  const routes: readonly Route[] = [
    ...catalogRoutes(() => health),
    pluginRoute(deps.plugins ?? (() => ({ enabled: false, plugins: [], findings: [] }))),
    ...(deps.offers === undefined ? [] : [...panelRoutes(deps.offers), ...pluginHttpRoutes(deps.offers)]),
    ...sessionRoutes,
    ...terminalRoutes,
    ...inputRoutes,
    ...inboxRoutes,
    ...turnRoutes,
    ...jobRoutes,
    ...flowRoutes,
    ...eventRoutes,
    ...mcp.routes,
  ];

  const hono = new Hono();
  hono.use(createGuard(policy));
  const routeDeps = { engine, auth, stopping: stopping.signal, log };
  for (const route of routes) {
    hono.on(route.method.toUpperCase(), route.path.replaceAll(/\{(\w+)\}/g, ':$1'), serveRoute(route, routeDeps));
  }
  let document: object | undefined;
  hono.get('/openapi.json', async (context) => {
    document ??= (await import('./openapi.ts')).openApiDocument(routes);
    return context.json(document);
  });
  hono.notFound((context) => {
    const allowed = methodsOf(routes, context.req.path);
    if (allowed === '') return context.json({ detail: 'Not Found', code: 'not_found' }, 404);
    return context.json({ detail: 'Method Not Allowed', code: 'invalid_input' }, 405, { allow: allowed });
  });
  hono.onError((error, context) => {
    log.error('a request failed', { path: context.req.path, error: error.stack });
    return context.json({ detail: "Internal error. The server's log says more.", code: 'internal' }, 500);
  });

  return {
    fetch: (request, env) => hono.fetch(request, env),
    upgrade: sockets.upgrade,
    warm: () => mcp.warm(),
    async stop() {
      stopping.abort();
      sockets.stop();
      await mcp.stop();
    },
  };
}

function methodsOf(routes: readonly Route[], path: string): string {
  const matching = routes.filter((route) => new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path));
  return matching.map((route) => route.method.toUpperCase()).join(', ');
}
