import type { Context, MiddlewareHandler } from 'hono';
import type { OriginPolicy } from './origin.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Host, CORS and Origin in one middleware, before everything else. Plain requests from no browser pass three look-ups. */
export function createGuard(policy: OriginPolicy): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header('origin');
    const host = context.req.header('host');
    if (!policy.hostAllowed(host)) return context.text('Invalid host header', 400);
    if (origin === undefined) return next();

    const readable = policy.corsAllowed(origin);
    if (context.req.method === 'OPTIONS' && context.req.header('access-control-request-method') !== undefined) {
      return readable ? preflight(context, origin) : context.text('Disallowed CORS origin', 400);
    }
    if (!READS.has(context.req.method) && !policy.writeAllowed(origin, host)) {
      return context.json({ detail: 'Cross-origin request blocked', code: 'forbidden' }, 403);
    }
    await next();
    if (readable) allow(context, origin);
    return undefined;
  };
}

function preflight(context: Context, origin: string): Response {
  allow(context, origin);
  context.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS');
  const headers = context.req.header('access-control-request-headers');
  if (headers !== undefined) context.header('access-control-allow-headers', headers);
  context.header('access-control-max-age', '600');
  return context.body(null, 204);
}

function allow(context: Context, origin: string): void {
  context.header('access-control-allow-origin', origin);
  context.header('access-control-allow-credentials', 'true');
  context.header('vary', 'Origin');
}
