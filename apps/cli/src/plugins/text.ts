import type { PluginFinding, PluginRow } from '@cao/contracts';
import type { InstalledPlugin } from '@cao/server';
import { printable } from '../errors.ts';
import type { Style } from '../style.ts';

const KINDS = { launch: 'launches', message: 'messages', tool_call: 'tool calls' } as const;

/** `, may refuse or change launches and messages`; empty for a plugin that only listens. */
export function beforeText(before: PluginRow['before']): string {
  const kinds = kindsOf(before);
  return kinds === '' ? '' : `, may refuse or change ${kinds}`;
}

export function kindsOf(before: PluginRow['before']): string {
  return Object.keys(before)
    .map((kind) => KINDS[kind as keyof typeof KINDS])
    .join(' and ');
}

/** How a plugin that is installed stands with the server that runs, if any. */
export function stateOf(plugin: InstalledPlugin, rows: readonly PluginRow[] | undefined): string {
  if (rows === undefined) return plugin.enabled ? 'enabled' : 'disabled';
  const row = rows.find(({ name }) => name === plugin.name);
  if (row === undefined || row.version !== plugin.version || row.package !== plugin.package) return 'after a restart';
  if (row.state === 'disabled' && plugin.enabled) return 'after a restart';
  if (row.state !== 'disabled' && !plugin.enabled) return `${row.state} until a restart`;
  return row.state;
}

export function findingText({ name, package: from, what, fix }: PluginFinding, style: Style): string {
  const heading = `${style.red('✗')} ${style.bold(printable(name ?? from))}${name === null ? '' : ` (${printable(from)})`}`;
  return `${heading}\n    ${printable(what)}\n    ${printable(fix)}\n`;
}
