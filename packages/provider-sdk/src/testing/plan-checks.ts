import path from 'node:path';
import { expect } from 'vitest';
import { deepFreeze } from './freeze.ts';
import { launchRequest } from './samples.ts';
import type { LaunchPlan, LaunchRequest } from '../launch.ts';
import type { Check, ProviderTestOptions } from './options.ts';

/** Linux refuses a single argument of 128 KiB or more; the launch would fail with E2BIG. */
const MAX_ARGUMENT_BYTES = 128 * 1024 - 1;

/** Stands for the values of secrets in a profile's MCP servers. */
const SECRET = 'canary-2f6b1c';

export const planChecks: readonly Check[] = [
  {
    name: 'plans the same launch twice and leaves the request alone',
    run: (provider, options) => {
      for (const request of variations(options)) {
        const frozen = deepFreeze(structuredClone(request));
        expect(provider.plan(frozen)).toEqual(provider.plan(deepFreeze(structuredClone(request))));
      }
    },
  },
  {
    name: 'plans an argv and an environment that a kernel takes',
    run: (provider, options) => {
      for (const request of variations(options)) {
        const plan = provider.plan(request);
        expect(plan.argv[0]).toBeTruthy();
        for (const argument of plan.argv) {
          expect(argument).not.toContain('\0');
          expect(Buffer.byteLength(argument)).toBeLessThanOrEqual(MAX_ARGUMENT_BYTES);
        }
        for (const [name, value] of Object.entries(plan.env ?? {})) {
          expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
          expect(value).not.toContain('\0');
          expect(Buffer.byteLength(`${name}=${value}`)).toBeLessThanOrEqual(MAX_ARGUMENT_BYTES);
        }
      }
    },
  },
  {
    name: 'starts the executable it was given',
    run: (provider, options) => {
      const request = base(options, { executable: '/opt/other place/agent' });
      expect(provider.plan(request).argv).toContain('/opt/other place/agent');
    },
  },
  {
    name: 'writes files below its scratch folder only, readable by the user alone',
    run: (provider, options) => {
      for (const request of variations(options)) {
        const { files = [], mirrors = [] } = provider.plan(request);
        for (const written of [...files, ...mirrors]) {
          expect(path.isAbsolute(written.path)).toBe(true);
          expect(path.relative(request.scratch, written.path)).not.toMatch(/^(\.\.|$)/);
        }
        for (const file of files) expect((file.mode ?? 0o600) & 0o077).toBe(0);
        expect(new Set(files.map((file) => path.normalize(file.path))).size).toBe(files.length);
      }
    },
  },
  {
    name: 'links to its own files only, under names that nobody else has',
    run: (provider, options) => {
      for (const request of variations(options)) {
        const { files = [], links = [] } = provider.plan(request);
        for (const link of links) {
          expect(path.isAbsolute(link.path)).toBe(true);
          expect(path.basename(link.path)).toContain(request.terminalId);
          expect(files.map((file) => file.path)).toContain(link.to);
        }
        expect(links).toEqual(expect.any(Array));
      }
    },
  },
  {
    name: 'shows no secret in argv, where ps would print it',
    run: (provider, options) => {
      const profile = {
        ...base(options).profile,
        mcpServers: { store: { command: 'store', env: { STORE_KEY: SECRET } } },
      };
      for (const request of variations(options)) {
        const argv = provider.plan({ ...request, profile }).argv.join('\n');
        expect(argv).not.toContain(SECRET);
        expect(argv).not.toMatch(/bearer\s+[\w-]{8,}/i);
      }
    },
  },
  {
    name: 'tells the CLI where the in-session tools are',
    run: (provider, options) => {
      const { mcp } = base(options);
      const told = everything(provider.plan(base(options)));
      const address = provider.capabilities.mcp === 'http' ? [mcp.url, mcp.urlVariable] : [mcp.command];
      expect(address.some((word) => told.includes(word))).toBe(true);
      if (provider.capabilities.mcp === 'http') expect(told).toContain(mcp.tokenVariable);
    },
  },
  {
    name: 'passes the system prompt on, short or long',
    run: (provider, options) => {
      for (const systemPrompt of ['Always answer in rhyme 4711.', `Always ${'rhyme '.repeat(40_000)}4711.`]) {
        expect(everything(provider.plan(base(options, { systemPrompt })))).toContain('4711.');
      }
    },
  },
  {
    name: 'passes the model on',
    run: (provider, options) => {
      expect(everything(provider.plan(base(options, { model: 'model-4711' })))).toContain('model-4711');
    },
  },
  {
    name: 'knows the conversation id, or says that it does not',
    run: (provider, options) => {
      const fresh = base(options, { newConversationId: '11111111-2222-4333-8444-555555555555' });
      expect([undefined, fresh.newConversationId]).toContain(provider.plan(fresh).conversationId);
      if (!provider.capabilities.resume) return;
      const resumed = provider.plan(base(options, { resume: '99999999-2222-4333-8444-555555555555' }));
      expect(everything(resumed)).toContain('99999999-2222-4333-8444-555555555555');
      expect([undefined, '99999999-2222-4333-8444-555555555555']).toContain(resumed.conversationId);
    },
  },
  {
    name: 'restricts tools, or says that it can only ask',
    run: (provider, options) => {
      const narrow = provider.plan(base(options, { allowedTools: ['fs_read'] }));
      if (provider.capabilities.toolRestriction === 'advisory') expect(narrow.advisories ?? []).not.toHaveLength(0);
      else expect(everything(narrow)).not.toBe(everything(provider.plan(base(options, { allowedTools: ['*'] }))));
    },
  },
];

function base(options: ProviderTestOptions, partial: Partial<LaunchRequest> = {}): LaunchRequest {
  return launchRequest({ ...options.request, ...partial });
}

/** Launches that real life brings. */
function variations(options: ProviderTestOptions): readonly LaunchRequest[] {
  const profile = { ...base(options).profile, role: 'reviewer', permissionMode: 'plan' as const };
  return [
    base(options),
    base(options, { systemPrompt: '', profile: { ...profile, system_prompt: '' } }),
    base(options, { systemPrompt: `quote " and ' and $HOME \`id\`\n\\n\ttab 漢字 👩‍👩‍👧 ''' """ \u0001` }),
    base(options, { systemPrompt: 'line of a long prompt\n'.repeat(10_000) }),
    base(options, { model: 'vendor/model "quoted" [1m]', autoApprove: false }),
    base(options, { allowedTools: [] }),
    base(options, { allowedTools: ['@cao-mcp-server', 'fs_read', 'fs_list'], autoApprove: false }),
    base(options, { allowedTools: ['@builtin', 'fs_*', 'execute_bash', 'web_fetch', '@other'], profile }),
    base(options, { resume: '99999999-2222-4333-8444-555555555555' }),
    base(options, { root: true, version: undefined }),
    base(options, { cwd: '/tmp/with "quotes" and \\ and \'', home: '/Users/some one' }),
  ];
}

function everything(plan: LaunchPlan): string {
  const files = (plan.files ?? []).map((file) => file.content);
  return [...plan.argv, ...Object.entries(plan.env ?? {}).flat(), ...files].join('\n');
}
