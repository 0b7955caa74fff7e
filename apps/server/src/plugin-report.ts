import type { PluginFinding, PluginReport, PluginRow } from '@cao/contracts';
import { fixOf, type Finding, type PluginStatus, type Registry } from '@cao/plugin-host';

/** The plugins of a registry, what they have done, and what cannot be used. Values of options are in none of it. */
export function pluginReport(registry: Pick<Registry, 'plugins' | 'findings'>, enabled: boolean): PluginReport {
  return { enabled, plugins: registry.plugins().map(row), findings: pluginFindings(registry.findings()) };
}

/** Those about plugins, and about packages of which nothing else is known. */
export function pluginFindings(findings: readonly Finding[]): PluginFinding[] {
  return findings
    .filter(({ entry }) => entry?.kind !== 'provider')
    .map((finding) => ({
      name: finding.entry?.name ?? null,
      package: finding.package,
      directory: finding.directory ?? null,
      source: finding.source,
      reason: finding.reason,
      what: finding.message,
      fix: fixOf(finding),
    }));
}

function row(status: PluginStatus): PluginRow {
  const { lastError, lastEventId, blockedMs, hooks, tools, panels, options, ...same } = status;
  return {
    ...same,
    hooks: [...hooks],
    tools: [...tools],
    panels: [...panels],
    options: [...options],
    last_error: lastError,
    last_event_id: lastEventId,
    blocked_ms: blockedMs,
  };
}
