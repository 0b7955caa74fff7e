import { expect, it } from 'vitest';
import { hooksSetting, trustedHash } from '../src/hook-trust.ts';

it('computes the hashes that Codex computes', () => {
  // What Codex 0.136.0, 0.147.0 and 0.169.0 wrote into its own config.toml when a person trusted this command.
  expect(trustedHash('stop', 'true')).toBe('sha256:2ba34c7a02841fada06b868a093d041fd3d9de81883c789a321916b0aa118851');
  expect(trustedHash('session_start', 'true')).toBe(
    'sha256:696abd07fc74736ff2d809abef82925e1ea697cd2e547d73317c677b0d407441',
  );
});

it('gives each hook its trust, for the command as it will run', () => {
  const setting = hooksSetting(`printf '%s\\n' "$(cat)" >>"$CAO_SIGNAL_FILE"`);
  const command = String.raw`sh -c 'printf '\''%s\n'\'' "$(cat)" >>"$CAO_SIGNAL_FILE"'`;
  const quoted = JSON.stringify(command);
  for (const [event, key] of [
    ['SessionStart', 'session_start'],
    ['UserPromptSubmit', 'user_prompt_submit'],
    ['PermissionRequest', 'permission_request'],
    ['Stop', 'stop'],
  ] as const) {
    expect(setting).toContain(`${event}=[{hooks=[{type="command",command=${quoted}}]}]`);
    expect(setting).toContain(
      `"/<session-flags>/config.toml:${key}:0:0"={trusted_hash="${trustedHash(key, command)}"}`,
    );
  }
});
