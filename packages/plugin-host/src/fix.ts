import type { Finding, FindingReason } from './finding.ts';

const RESTART = 'then restart: cao server stop, cao server start';

const FIXES: Readonly<Record<FindingReason, (finding: Finding) => string>> = {
  not_installed: (finding) =>
    finding.source === 'managed' ? `cao plugin add ${finding.package}` : `Install it, or ${takeOut(finding)}.`,
  no_cao_field: (finding) => `Name its plugins in the "cao" field of its package.json, or ${takeOut(finding)}.`,
  invalid_manifest: (finding) => `Mend its package.json, or ${takeOut(finding)}.`,
  api_version: (finding) => `${update(finding)}, or update CAO.`,
  engine_version: (finding) => `${update(finding)}, or update what it asks for.`,
  missing_file: ({ directory }) =>
    `Build it: npm run build${directory === undefined ? '' : `, in ${directory}`}; ${RESTART}.`,
  duplicate: (finding) => `Keep one: ${takeOut(finding)}.`,
  reserved_name: (finding) => `Its author can give it another name; or ${takeOut(finding)}.`,
  unsafe_folder: ({ directory }) => `Install a copy instead: cao plugin add ${directory ?? '<folder>'}`,
  load_failed: (finding) => `Mend or update it (${update(finding)}), ${RESTART}.`,
  invalid_options: ({ entry }) =>
    `cao config set plugins.options.${entry?.name ?? '<plugin>'} '{ … }', or the variable; ${RESTART}.`,
  setup_failed: (finding) => `Do what it says, ${RESTART}; or leave it out: cao plugin disable ${nameOf(finding)}`,
};

/** What a person can do about a finding. */
export function fixOf(finding: Finding): string {
  return FIXES[finding.reason](finding);
}

function nameOf({ entry, package: name }: Finding): string {
  return entry?.name ?? name;
}

function takeOut({ source, package: name }: Finding): string {
  if (source === 'managed') return `take it out: cao plugin remove ${name}`;
  return source === 'listed' ? 'take it out of plugins.packages in the settings' : 'remove it';
}

function update({ source, package: name }: Finding): string {
  return source === 'managed' ? `cao plugin update ${name}` : 'update the package';
}
