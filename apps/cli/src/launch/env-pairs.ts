import { UsageError } from '../errors.ts';

/** Bytes of one value; larger ones do not fit everywhere an environment has to pass. */
const MAX_VALUE_BYTES = 2048;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** These would make an agent believe that it runs inside another one. */
const REFUSED = /^(CLAUDE|CODEX_|__MISE_)/;
const ALLOWED = /^CLAUDE_CODE_(USE_(BEDROCK|VERTEX|FOUNDRY)|SKIP_(BEDROCK|VERTEX|FOUNDRY)_AUTH)$/;

/** `KEY=VALUE` words to a map; the last of equal keys wins. Throws `UsageError`. */
export function readPairs(words: readonly string[]): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const word of words) {
    const cut = word.indexOf('=');
    const key = cut === -1 ? word : word.slice(0, cut);
    if (cut === -1) throw new UsageError(`Invalid value for '--env': '${word}' is not KEY=VALUE.`);
    if (!NAME.test(key)) throw new UsageError(`Invalid value for '--env': '${key}' is not a variable name.`);
    pairs[key] = word.slice(cut + 1);
  }
  return pairs;
}

/** Variables for agents: the rules the server has too, told before anything is created. */
export function readAgentEnv(words: readonly string[]): Record<string, string> {
  const pairs = readPairs(words);
  for (const [key, value] of Object.entries(pairs)) {
    if (REFUSED.test(key) && !ALLOWED.test(key)) {
      throw new UsageError(`Invalid value for '--env': ${key} belongs to the agent's own CLI and cannot be forwarded.`);
    }
    if (Buffer.byteLength(value) >= MAX_VALUE_BYTES) {
      throw new UsageError(`Invalid value for '--env': the value of ${key} has ${MAX_VALUE_BYTES} bytes or more.`);
    }
  }
  return pairs;
}
