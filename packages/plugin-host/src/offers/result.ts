/** As many bytes as a message may have. */
const MAX_CHARS = 1024 * 1024;

/** What a tool returned as an agent gets it. Throws for what JSON cannot hold and for what is too long. */
export function toolResult(value: unknown): Record<string, unknown> | string {
  if (value === undefined || value === null) return { success: true };
  if (typeof value === 'string') return bounded(value);
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new Error(`it returned a ${typeof value}, which JSON cannot hold`);
  const plain: unknown = JSON.parse(bounded(text));
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain)
    ? (plain as Record<string, unknown>)
    : { result: plain };
}

function bounded(text: string): string {
  if (text.length <= MAX_CHARS) return text;
  throw new Error(`it returned ${text.length} characters; at most ${MAX_CHARS} reach an agent`);
}
