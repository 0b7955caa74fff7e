import { CaoError, type ErrorBody } from '@cao/contracts';
import type { Context } from 'hono';
import type { z } from 'zod';

/** Largest accepted body. A message may have a megabyte, and JSON escapes can double it. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** Input of the wrong shape: status 422 with a list, as CAO (Python) sends it, without the values that were given. */
export class InvalidInput extends Error {
  readonly body: ErrorBody;

  constructor(detail: Exclude<ErrorBody['detail'], string>) {
    super('invalid input');
    this.body = { detail, code: 'invalid_input' };
  }
}

type Place = 'path' | 'query' | 'body';

export function invalid(
  place: Place,
  issues: readonly z.core.$ZodIssue[],
  prefix: readonly string[] = [],
): InvalidInput {
  return new InvalidInput(
    issues.map((issue) => {
      const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
      const loc = [place, ...prefix, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
      return { type: missing ? 'missing' : issue.code, loc, msg: missing ? 'Field required' : issue.message };
    }),
  );
}

export function parseQuery(schema: z.ZodObject, context: Context): unknown {
  const given = queryOf(context);
  const result = schema.safeParse(convert(given));
  if (!result.success) throw invalid('query', result.error.issues);
  return result.data;
}

/** The body of a POST, each field of which may stand in the query instead. */
export async function parseBody(
  schema: z.ZodObject,
  secret: readonly string[] | undefined,
  context: Context,
): Promise<unknown> {
  const body = await readJson(context);
  const query = queryOf(context);
  const known = Object.entries(query).filter(([key]) => key in schema.shape && secret?.includes(key) !== true);
  const result = schema.safeParse(
    known.length === 0 ? (body ?? {}) : { ...convert(Object.fromEntries(known)), ...body },
  );
  if (!result.success) throw invalid(body === undefined ? 'query' : 'body', result.error.issues);
  return result.data;
}

/** Undefined when there is no body. */
async function readJson(context: Context): Promise<Record<string, unknown> | undefined> {
  const text = await readText(context);
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CaoError('invalid_input', 'The body is not JSON.');
  }
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new InvalidInput([{ type: 'invalid_type', loc: ['body'], msg: 'The body must be a JSON object' }]);
  }
  return value as Record<string, unknown>;
}

export async function readText(context: Context): Promise<string> {
  const bytes = await readBytes(context);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new CaoError('invalid_input', 'The body is not UTF-8.');
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** A body of any kind; empty when there is none. */
export async function readBytes(context: Context): Promise<Uint8Array<ArrayBuffer>> {
  const length = context.req.header('content-length');
  if (length === '0') return new Uint8Array();
  if (length !== undefined && Number(length) > MAX_BODY_BYTES) throw tooLarge();
  return length === undefined ? readBounded(context) : new Uint8Array(await context.req.arrayBuffer());
}

/** A body that does not say how long it is, is counted while it comes. */
async function readBounded(context: Context): Promise<Uint8Array<ArrayBuffer>> {
  const stream = context.req.raw.body;
  if (stream === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function tooLarge(): CaoError {
  return new CaoError('too_large', `The body exceeds ${MAX_BODY_BYTES} bytes.`);
}

/** Query parameters; a value that is not percent-encoded UTF-8 is refused instead of being typed into a terminal. */
function queryOf(context: Context): Record<string, string> {
  const { url } = context.req;
  const start = url.indexOf('?');
  if (start === -1) return {};
  if (url.includes('%', start)) {
    try {
      decodeURIComponent(url.slice(start));
    } catch {
      throw new CaoError('invalid_input', 'The query is not percent-encoded UTF-8.');
    }
  }
  return context.req.query();
}

/** Parameters that are no strings, by name; an empty value is one that was not given. */
const CONVERT: Readonly<Record<string, (text: string) => unknown>> = {
  allowed_tools: (text) => text.split(','),
  yolo: isYes,
  memory_manager: isYes,
  timeout: toNumber,
  limit: toNumber,
  wait: toNumber,
};

function convert(query: Readonly<Record<string, string>>): Record<string, unknown> {
  const pairs = Object.entries(query).filter(([, text]) => text !== '');
  return Object.fromEntries(pairs.map(([key, text]) => [key, CONVERT[key]?.(text) ?? text]));
}

function isYes(text: string): boolean {
  return ['true', '1', 'yes'].includes(text.toLowerCase());
}

/** Text stays text when it is no number, so that the schema names the mistake. */
function toNumber(text: string): unknown {
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
}
