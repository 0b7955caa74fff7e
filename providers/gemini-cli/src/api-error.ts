import { z } from 'zod';

const Body = z.looseObject({ error: z.looseObject({ message: z.string().min(1) }) });

/** What an API said in plain words, out of `[API Error: {"error":{...}}]`; without the JSON, the words as they stand. */
export function apiMessage(shown: string): string {
  const inner = /^\[API Error: ([^]*)\]$/.exec(shown.trim())?.[1] ?? shown.trim();
  return unwrapped(inner) ?? inner;
}

/** The message in a body, which may itself be such a body written as text. */
function unwrapped(text: string): string | undefined {
  try {
    const message = Body.safeParse(JSON.parse(text)).data?.error.message;
    return message === undefined ? undefined : (unwrapped(message) ?? message);
  } catch {
    return undefined;
  }
}
