import type { Engine, Identity } from '@cao/engine';
import type { Context, Handler } from 'hono';
import { accessOf } from './access.ts';
import { errorAnswer } from './errors.ts';
import { bearerOf, identify, isLoopback, type AuthOptions } from './identity.ts';
import { InvalidInput, parseBody, parseQuery } from './input.ts';
import { checkParam } from './params.ts';
import type { Route } from './route.ts';

export interface RouteDeps {
  readonly engine: Engine;
  readonly auth: AuthOptions;
  /** Aborted when the server stops, so that nothing that waits holds it up. */
  readonly stopping: AbortSignal;
  readonly log: ErrorLog;
}

export interface ErrorLog {
  error(message: string, fields?: Record<string, unknown>): void;
}

const OWNER: Identity = { kind: 'owner' };
const NO_PARAMS: Readonly<Record<string, string>> = {};

/** Turns a row of the route table into what Hono runs. The order is fixed: who asks, what they ask, whether they may. */
export function serveRoute(route: Route, deps: RouteDeps): Handler {
  const { engine } = deps;
  const ownerAccess = accessOf(engine, OWNER);
  const names = paramNames(route.path);
  const status = route.status ?? 200;

  return async (context) => {
    try {
      const identity = route.open === true && isLoopback(peerOf(context)) ? OWNER : whoAsks(context, deps);
      const params = names.length === 0 ? NO_PARAMS : readParams(context, names);
      const query = route.query === undefined ? undefined : parseQuery(route.query, context);
      const body = route.body === undefined ? undefined : await parseBody(route.body, route.secret, context);
      const value: unknown = await route.run({
        engine,
        identity,
        access: identity.kind === 'owner' ? ownerAccess : accessOf(engine, identity),
        params,
        query: query as never,
        body: body as never,
        signal: () => AbortSignal.any([context.req.raw.signal, deps.stopping]),
        hono: context,
      });
      return value instanceof Response ? value : context.json(value as object, status);
    } catch (error) {
      return errorResponse(context, error, route, deps.log);
    }
  };
}

/** The address of the other side. A call inside the process has none and is as near as can be. */
export function peerOf(context: Context): string | undefined {
  const env = context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming === undefined ? '127.0.0.1' : env.incoming.socket?.remoteAddress;
}

export function paramNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}

function whoAsks(context: Context, { engine, auth }: RouteDeps): Identity {
  return identify(engine, auth, bearerOf(context.req.header('authorization')));
}

function readParams(context: Context, names: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name of names) {
    const value = context.req.param(name) ?? '';
    checkParam(name, value);
    params[name] = value;
  }
  return params;
}

function errorResponse(context: Context, error: unknown, route: Route, log: ErrorLog): Response {
  if (error instanceof InvalidInput) return context.json(error.body, 422);
  const answer = errorAnswer(error, route.doing);
  if (answer.unexpected) {
    const stack = error instanceof Error ? error.stack : String(error);
    log.error(`failed to ${route.doing}`, { method: route.method, route: route.path, error: stack });
  }
  if (answer.status === 401) context.header('www-authenticate', 'Bearer');
  return context.json(answer.body, answer.status as 400);
}
