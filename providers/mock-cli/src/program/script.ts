/** One thing a script does. The grammar is in the README and stays as it is. */
export type Step =
  | { readonly do: 'say'; readonly text: string; readonly exact?: true }
  | { readonly do: 'slow'; readonly seconds: number; readonly text: string }
  | { readonly do: 'repeat'; readonly times: number; readonly text: string }
  | { readonly do: 'think' | 'silent' | 'retry'; readonly seconds: number }
  | { readonly do: 'huge'; readonly lines: number }
  | { readonly do: 'garbage'; readonly seed: number }
  | { readonly do: 'ask'; readonly question: string; readonly options: readonly string[] }
  | { readonly do: 'native'; readonly tool: string; readonly input: JsonObject }
  | { readonly do: 'tools'; readonly calls: readonly ToolCall[] }
  | { readonly do: 'fail'; readonly message: string }
  | { readonly do: 'crash'; readonly how: string }
  | { readonly do: 'record'; readonly path: string }
  | { readonly do: 'expect'; readonly count: number; readonly template: string }
  | { readonly do: 'echo' | 'exit' | 'hang' | 'recall' | 'system' };

export type JsonObject = Readonly<Record<string, unknown>>;

export interface ToolCall {
  readonly name: string;
  readonly args: JsonObject;
}

export interface Script {
  /** Empty when the text holds no directive. */
  readonly steps: readonly Step[];
  /** What is wrong with the first bad line; the script is then not run. */
  readonly problem?: string;
}

type Reader = (rest: string) => Step;

const READERS: Readonly<Record<string, Reader>> = {
  SAY: (rest) => ({ do: 'say', text: decode(rest) }),
  SAYJSON: (rest) => ({ do: 'say', text: jsonString(rest), exact: true }),
  SLOW: (rest) => {
    const [seconds, text] = headed(rest);
    return { do: 'slow', seconds: secondsOf(seconds), text: decode(text) };
  },
  REPEAT: (rest) => {
    const [times, text] = headed(rest);
    return { do: 'repeat', times: count(times, 1_000_000), text: decode(text) };
  },
  THINK: (rest) => ({ do: 'think', seconds: secondsOf(rest) }),
  SILENT: (rest) => ({ do: 'silent', seconds: secondsOf(rest) }),
  RETRY: (rest) => ({ do: 'retry', seconds: secondsOf(rest) }),
  HUGE: (rest) => ({ do: 'huge', lines: count(rest, 1_000_000) }),
  GARBAGE: (rest) => ({ do: 'garbage', seed: rest === '' ? 1 : count(rest, 1_000_000) }),
  ASK: (rest) => {
    const [question = '', ...options] = rest.split('|').map((part) => decode(part.trim()));
    if (question === '') throw new Error('needs a question');
    return { do: 'ask', question, options: options.filter((option) => option !== '') };
  },
  NATIVE: (rest) => ({ do: 'native', ...toolOf(rest) }),
  TOOL: (rest) => {
    const { tool, input } = toolOf(rest);
    return { do: 'tools', calls: [{ name: tool, args: input }] };
  },
  FAIL: (rest) => ({ do: 'fail', message: rest === '' ? 'mock failure' : decode(rest) }),
  CRASH: (rest) => {
    if (!/^(\d{1,3}|SIG[A-Z]+)?$/.test(rest)) throw new Error('needs an exit code or the name of a signal');
    return { do: 'crash', how: rest === '' ? '1' : rest };
  },
  RECORD: (rest) => {
    if (rest === '') throw new Error('needs a path');
    return { do: 'record', path: rest };
  },
  EXPECT: (rest) => {
    const [head, text] = headed(rest);
    const template = decode(text);
    const { problem } = parseScript(template);
    if (problem !== undefined) throw new Error(`template, ${problem}`);
    return { do: 'expect', count: count(head, 1000), template };
  },
  ECHO: alone('echo'),
  EXIT: alone('exit'),
  HANG: alone('hang'),
  RECALL: alone('recall'),
  SYSTEM: alone('system'),
};

export const DIRECTIVES: readonly string[] = Object.keys(READERS);

/** Finds the directives of a prompt: lines whose first word is one. All other lines are prose. */
export function parseScript(text: string): Script {
  const steps: Step[] = [];
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const [head = '', plus, word = ''] = /^(\+?)([A-Z]+)(?=[ \t\r]|$)/.exec(line) ?? [];
    const read = Object.hasOwn(READERS, word) ? READERS[word] : undefined;
    if (read === undefined || (plus === '+' && word !== 'TOOL')) continue;
    try {
      add(steps, read(line.slice(head.length).trim()), plus === '+');
    } catch (error) {
      return { steps: [], problem: `line ${at + 1}: ${word} ${(error as Error).message}` };
    }
    // What follows an ECHO is data, whatever it looks like.
    if (word === 'ECHO') break;
  }
  return { steps };
}

function add(steps: Step[], step: Step, parallel: boolean): void {
  const last = steps.at(-1);
  if (parallel && step.do === 'tools' && last?.do === 'tools') {
    steps[steps.length - 1] = { do: 'tools', calls: [...last.calls, ...step.calls] };
  } else {
    steps.push(step);
  }
}

function alone(what: 'echo' | 'exit' | 'hang' | 'recall' | 'system'): Reader {
  return (rest) => {
    if (rest !== '') throw new Error('takes nothing');
    return { do: what };
  };
}

/** `\n`, `\t` and `\\`; any other backslash stays. */
function decode(text: string): string {
  return text.replace(/\\([nt\\])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : '\\'));
}

function headed(rest: string): [head: string, text: string] {
  const [, head = '', text = ''] = /^(\S*)[ \t]*([^]*)$/.exec(rest) ?? [];
  return [head, text];
}

function secondsOf(word: string): number {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(word)) throw new Error('needs seconds');
  return Number(word);
}

function count(word: string, most: number): number {
  if (!/^\d{1,7}$/.test(word) || Number(word) < 1 || Number(word) > most) {
    throw new Error(`needs a number from 1 to ${most}`);
  }
  return Number(word);
}

function jsonString(rest: string): string {
  const value = json(rest);
  if (typeof value !== 'string') throw new Error('needs a JSON string');
  return value;
}

function toolOf(rest: string): { tool: string; input: JsonObject } {
  const [tool, body] = headed(rest);
  if (!/^[\w.-]+$/.test(tool)) throw new Error('needs the name of a tool');
  const input = body === '' ? {} : json(body);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new Error('needs a JSON object');
  return { tool, input: input as JsonObject };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error('needs valid JSON');
  }
}
