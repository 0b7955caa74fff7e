import type { ReadApi } from '@cao/plugin-sdk';
import type { z } from 'zod';

/** Reads a record; undefined when it is gone. Rejects when the server cannot be asked: then the event is better tried again. */
export type ReadRecord = <T>(schema: z.ZodType<T>, path: string) => Promise<T | undefined>;

/** Paths are templates whose parts are escaped: read(Turn, apiPath`/turns/${id}`). */
export function apiPath(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: texts }, ...values.map((value) => encodeURIComponent(value)));
}

export function createReader(api: ReadApi, signal: AbortSignal): ReadRecord {
  return async (schema, path) => {
    try {
      return schema.parse(await api.get(path, { signal }));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
}

function isNotFound(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'not_found' || (typeof message === 'string' && / answered 404\b/.test(message));
}
