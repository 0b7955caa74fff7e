import { parse, stringify, type TomlTable, type TomlValue } from 'smol-toml';
import { CaoError } from '@cao/contracts';

/** What a launch adds to the person's `config.toml`. */
export interface ConfigAdditions {
  readonly hooks: readonly { readonly event: string; readonly command: string; readonly timeout: number }[];
  readonly rules: readonly { readonly decision: 'allow' | 'deny'; readonly pattern: string }[];
  /** Tools to take away. */
  readonly disabled: readonly string[];
}

/**
 * The person's settings with ours added. Parsed, since text that is merely appended breaks on a file that says `hooks = [..]` or
 * ends inside a string. Comments are lost, but only in the terminal's own copy.
 */
export function mergeConfig(path: string, text: string | undefined, additions: ConfigAdditions): string {
  const settings = parsed(path, text);
  const permission = tableOf(settings['permission']);
  const hooks = [...listOf(settings['hooks']), ...additions.hooks];
  const rules = [...additions.rules, ...listOf(permission['rules'])];
  const merged = { ...settings, hooks, permission: { ...permission, rules } };
  if (additions.disabled.length === 0) return stringify(merged);
  const tools = tableOf(settings['tools']);
  return stringify({ ...merged, tools: { ...tools, disabled: [...listOf(tools['disabled']), ...additions.disabled] } });
}

/** Nothing that waits for a person beside the agent's own questions, and a program that stays the same under a running team. */
export function mergeTui(path: string, text: string | undefined): string {
  const settings = parsed(path, text);
  return stringify({
    ...settings,
    tui_mode: 'regular',
    cache_expiry_hint: false,
    disable_feedback_survey: true,
    upgrade: { ...tableOf(settings['upgrade']), auto_install: false },
  });
}

function parsed(path: string, text = ''): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new CaoError('launch_failed', `${path} is not valid TOML: ${reason}`, {
      hint: 'Kimi Code does not read it either. Mend the file, then launch again.',
      cause: error,
    });
  }
}

function tableOf(value: TomlValue | undefined): TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date) ? value : {};
}

function listOf(value: TomlValue | undefined): TomlValue[] {
  return Array.isArray(value) ? value : [];
}
