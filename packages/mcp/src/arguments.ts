import type { z } from 'zod';

export type ParsedArguments =
  | { readonly ok: true; readonly args: Record<string, unknown> }
  | { readonly ok: false; readonly problem: string };

/**
 * Checks what a model wrote. For an optional parameter null, an empty string and absence are the same; unknown parameters are
 * dropped; a problem is told as one sentence the model can act on.
 */
export function parseArguments(schema: z.ZodObject, raw: Readonly<Record<string, unknown>>): ParsedArguments {
  const given = Object.entries(raw).filter(
    ([key, value]) => !((value === null || value === '') && schema.shape[key]?.safeParse(undefined).success === true),
  );
  const result = schema.safeParse(Object.fromEntries(given));
  return result.success ? { ok: true, args: result.data } : { ok: false, problem: problemsOf(result.error) };
}

export function problemsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `\`${issue.path.join('.')}\`: ${issue.message}`).join('; ');
}
