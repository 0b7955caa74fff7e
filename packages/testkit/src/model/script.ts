/**
 * The little language in which a test tells the model endpoint what to answer. Directives stand one a line in a prompt;
 * every other line is prose and is ignored, so a script survives the headers and footers that CAO puts around messages.
 */
export type Step =
  | { readonly type: 'say'; readonly text: string }
  /** Streams the text piece by piece over this many seconds. */
  | { readonly type: 'slow'; readonly seconds: number; readonly text: string }
  | { readonly type: 'think'; readonly text: string }
  | { readonly type: 'wait'; readonly seconds: number }
  /** Stops until the test calls `release(name)`. */
  | { readonly type: 'hold'; readonly name: string }
  /** An HTTP error, or with `refused` a connection torn down; `times` undefined means always. */
  | { readonly type: 'fail'; readonly status: number | 'refused'; readonly times: number | undefined }
  | { readonly type: 'bytes'; readonly count: number }
  | { readonly type: 'report' }
  | { readonly type: 'expect'; readonly count: number; readonly template: string };

export interface ToolCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Ask again when the result is an error. */
  readonly retry: boolean;
}

/** What is said before one round of tool calls. Only the last segment of a script has no calls. */
export interface Segment {
  readonly steps: readonly Step[];
  readonly calls: readonly ToolCall[];
}

const DIRECTIVE = /^(SAYJSON|SAY|SLOW|THINK|WAIT|HOLD|\+?TOOL!?|FAIL|BYTES|REPORT|EXPECT):(.*)$/s;

/** The segments of a prompt's script, at least one; undefined when the prompt carries no directive. */
export function parseScript(prompt: string): readonly Segment[] | undefined {
  const segments: { steps: Step[]; calls: ToolCall[] }[] = [{ steps: [], calls: [] }];
  let found = false;
  // OpenCode adds a blank to what was pasted.
  for (const line of prompt.trimEnd().split(/\r?\n/)) {
    const [, word, rest] = DIRECTIVE.exec(line.trimStart()) ?? [];
    if (word === undefined || rest === undefined) continue;
    found = true;
    const current = segments.at(-1)!;
    const call = word.includes('TOOL') ? parseCall(word, rest) : undefined;
    if (call === undefined) current.steps.push(parseStep(word, rest));
    else if (call === 'malformed') current.steps.push({ type: 'say', text: `malformed directive: ${line}` });
    else if (word.startsWith('+') && segments.length > 1) segments.at(-2)!.calls.push(call);
    else {
      current.calls.push(call);
      segments.push({ steps: [], calls: [] });
    }
  }
  return found ? segments : undefined;
}

function parseStep(word: string, rest: string): Step {
  const [head, tail] = splitOnce(rest);
  switch (word) {
    case 'SAYJSON':
      return { type: 'say', text: jsonString(rest) ?? `malformed directive: SAYJSON:${rest}` };
    case 'SLOW':
      return { type: 'slow', seconds: Number(head) || 0, text: unescape(tail) };
    case 'THINK':
      return { type: 'think', text: unescape(rest) };
    case 'WAIT':
      return { type: 'wait', seconds: Number(rest) || 0 };
    case 'HOLD':
      return { type: 'hold', name: rest.trim() };
    case 'FAIL': {
      const status = head.trim() === 'refused' ? 'refused' : Number(head) || 500;
      return { type: 'fail', status, times: tail === '' ? undefined : Number(tail) || 0 };
    }
    case 'BYTES':
      return { type: 'bytes', count: Math.max(0, Math.trunc(Number(rest) || 0)) };
    case 'REPORT':
      return { type: 'report' };
    case 'EXPECT':
      return { type: 'expect', count: Math.max(1, Math.trunc(Number(head) || 1)), template: unescape(tail) };
    default:
      return { type: 'say', text: unescape(rest) };
  }
}

function parseCall(word: string, rest: string): ToolCall | 'malformed' {
  const [name, json] = splitOnce(rest);
  const input = json.trim() === '' ? {} : parseJson(json);
  if (name.trim() === '' || typeof input !== 'object' || input === null || Array.isArray(input)) return 'malformed';
  return { name: name.trim(), input: input as Record<string, unknown>, retry: word.endsWith('!') };
}

function splitOnce(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

function unescape(text: string): string {
  return text.replaceAll(/\\([nt\\])/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : '\\'));
}

function jsonString(text: string): string | undefined {
  const value = parseJson(text);
  return typeof value === 'string' ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
