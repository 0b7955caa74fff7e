import type { Engine, Identity } from '@cao/engine';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Access } from './access.ts';

/** What a handler gets: parsed input, who asks, and what they may do. */
export interface RouteContext<Query, Body> {
  readonly engine: Engine;
  readonly identity: Identity;
  readonly access: Access;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** Aborted when the client goes or the server stops. */
  readonly signal: () => AbortSignal;
  readonly hono: Context;
}

export interface RouteSpec {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** `/terminals/{terminal_id}/input`. Each parameter is checked by its name, see `params.ts`; a `*` at the end is the rest. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Completes "Failed to …". */
  readonly doing: string;
  readonly query?: z.ZodObject;
  /** A JSON body; each field may be given as query parameter as well, and the body wins. */
  readonly body?: z.ZodObject;
  /** Fields that are never taken from the query, since URLs end up in logs. */
  readonly secret?: readonly string[];
  /** Undefined for answers that are not JSON. */
  readonly answer: z.ZodType | undefined;
  /** Of the answer, unless it is JSON; then the handler makes the Response. */
  readonly media?: string;
  readonly status?: 200 | 201;
  /** Statuses beside the usual ones, for the document. */
  readonly errors?: readonly number[];
  /** Needs no token on a loopback connection. */
  readonly open?: boolean;
}

export interface Route extends RouteSpec {
  /** The value becomes the JSON body; a Response goes out as it is. */
  readonly run: (context: RouteContext<never, never>) => unknown;
}

/** Types a handler by the schemas of its route. */
export function defineRoute<Query extends z.ZodObject, Body extends z.ZodObject>(
  spec: Omit<RouteSpec, 'query' | 'body'> & {
    readonly query?: Query;
    readonly body?: Body;
    readonly run: (context: RouteContext<z.infer<Query>, z.infer<Body>>) => unknown;
  },
): Route {
  return spec;
}
