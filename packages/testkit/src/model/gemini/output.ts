import { z } from 'zod';

const Response = z.looseObject({ output: z.string().optional(), error: z.string().optional() });
/** Gemini CLI marks what came from outside for the model. */
const WRAPPED = /^<untrusted_context>\n?([^]*?)\n?<\/untrusted_context>\s*$/;
/** What it writes around the output of a command. */
const SHELL =
  /^Output: ([^]*?)(?:\nError: [^]*)?(?:\nExit Code: (\d+))?(?:\nSignal: .*)?(?:\nProcess Group PGID: \d+)?\s*$/;

/** What the tool itself said, and whether it failed. */
export function outputOf(response: unknown): { readonly text: string; readonly error: boolean } {
  const { data } = Response.safeParse(response);
  if (data?.error !== undefined) return { text: bare(data.error), error: true };
  const text = bare(data?.output ?? JSON.stringify(response ?? ''));
  const shell = SHELL.exec(text);
  if (shell === null) return { text, error: false };
  return { text: shell[1] ?? '', error: shell[2] !== undefined && shell[2] !== '0' };
}

function bare(text: string): string {
  return WRAPPED.exec(text)?.[1] ?? text;
}
