/** Pretend tools of the program itself and the CAO word that each one needs. */
const NATIVE_TOOLS: Readonly<Record<string, string>> = {
  bash: 'execute_bash',
  read: 'fs_read',
  write: 'fs_write',
  list: 'fs_list',
  fetch: 'web_fetch',
};

/** Undefined allows everything. */
export type Allowed = readonly string[] | undefined;

/** Why a native tool may not run; undefined when it may. A tool nobody knows runs only where everything may. */
export function refuseNative(tool: string, allowed: Allowed): string | undefined {
  return refuse(NATIVE_TOOLS[tool] ?? tool, allowed);
}

export function refuseServer(server: string, allowed: Allowed): string | undefined {
  return refuse(`@${server}`, allowed);
}

function refuse(word: string, allowed: Allowed): string | undefined {
  const permits = (rule: string) =>
    rule === '*' ||
    rule === word ||
    (rule.endsWith('*') && !rule.startsWith('@') && word.startsWith(rule.slice(0, -1)));
  return allowed === undefined || allowed.some(permits) ? undefined : `not allowed, needs ${word}`;
}
