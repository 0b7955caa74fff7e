import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { ProviderId } from '@cao/contracts';
import { PROVIDER_API_VERSION, PROVIDER_BRAND } from '../provider.ts';
import { createRandom, randomLine } from './random.ts';
import type { Check, ProviderTestOptions } from './options.ts';

export const identityChecks: readonly Check[] = [
  {
    name: 'is made by defineProvider',
    run: (provider) => {
      expect((provider as unknown as Record<symbol, unknown>)[PROVIDER_BRAND]).toBe(PROVIDER_API_VERSION);
      expect(Object.isFrozen(provider)).toBe(true);
    },
  },
  {
    name: 'has an id that is snake case',
    run: (provider) => expect(ProviderId.safeParse(provider.id).error).toBeUndefined(),
  },
  {
    name: 'is declared in its package.json',
    run: (provider, options) => {
      const manifest = JSON.parse(readFileSync(path.join(rootOf(options), 'package.json'), 'utf8')) as {
        keywords?: string[];
        peerDependencies?: Record<string, string>;
        cao?: { apiVersion?: number; providers?: Record<string, string> };
      };
      expect(manifest.cao?.apiVersion).toBe(PROVIDER_API_VERSION);
      expect(Object.keys(manifest.cao?.providers ?? {})).toContain(provider.id);
      expect(manifest.keywords).toContain('cao-provider');
      expect(Object.keys(manifest.peerDependencies ?? {})).toContain('@cao/provider-sdk');
    },
  },
  {
    name: 'says what it is to people',
    run: (provider) => {
      for (const text of [provider.title, provider.binary, provider.installHint]) expect(text.trim()).not.toBe('');
      for (const prefix of provider.capabilities.commandPrefixes) expect(prefix).not.toBe('');
      for (const name of provider.inheritEnv) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*\*?$/);
    },
  },
  {
    name: 'finds its version in what the CLI prints, and nothing in noise',
    run: (provider, options) => {
      for (const [output, version] of options.versions ?? []) expect(provider.parseVersion(output)).toBe(version);
      const random = createRandom(options.seed ?? 1);
      expect(provider.parseVersion('')).toBeUndefined();
      for (let round = 0; round < 100; round += 1)
        provider.parseVersion(`${randomLine(random)}\n${randomLine(random)}`);
    },
  },
];

export function rootOf(options: ProviderTestOptions): string {
  return path.resolve(options.root instanceof URL ? fileURLToPath(options.root) : options.root);
}
