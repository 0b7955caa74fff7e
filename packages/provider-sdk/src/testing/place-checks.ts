import path from 'node:path';
import { expect } from 'vitest';
import type { AgentStore, AgentStorePlan, AgentStoreRequest } from '../agent-store.ts';
import { deepFreeze } from './freeze.ts';
import { agentStoreRequest } from './samples.ts';
import type { Check } from './options.ts';

/** What a provider puts into the person's own folders when they ask for it. A provider that has none passes. */
export const placeChecks: readonly Check[] = [
  {
    name: 'puts a profile among the CLI’s own agents as planned, below the home',
    run: ({ agentStore }) => {
      for (const { request, plan } of plansOf(agentStore)) {
        expect(agentStore?.plan(deepFreeze(structuredClone(request)))).toEqual(plan);
        const written = [...plan.files, ...(plan.links ?? [])].map((file) => file.path);
        for (const place of written) expect(path.relative(request.home, place)).not.toMatch(/^(\.\.|$)/);
        expect(written).toContain(agentStore?.file(request));
        expect(new Set(written).size).toBe(written.length);
      }
      expect(agentStore === undefined || typeof agentStore.plan === 'function').toBe(true);
    },
  },
  {
    name: 'knows its own agent files, and nobody else’s',
    run: ({ agentStore }) => {
      for (const { request, content } of plansOf(agentStore)) {
        expect(agentStore?.isOurs(content, request)).toBe(true);
        for (const other of [
          '',
          '{}',
          'x',
          '---\nname: developer\n---\nMine.\n',
          '{"name":"developer","prompt":"Mine."}',
        ])
          expect(agentStore?.isOurs(other, request)).toBe(false);
      }
      expect(agentStore === undefined || typeof agentStore.isOurs === 'function').toBe(true);
    },
  },
  {
    name: 'changes the catalogue of an agent file and nothing else',
    run: ({ agentStore }) => {
      expect(agentStore?.refresh === undefined || typeof agentStore.refresh === 'function').toBe(true);
      if (agentStore?.refresh === undefined) return;
      for (const { request, content } of plansOf(agentStore)) {
        expect(agentStore.refresh(content, request)).toBe(content);
        const renewed = agentStore.refresh(content, { ...request, skillCatalogue: 'Skills: 4711' });
        expect(renewed).toContain('4711');
        expect(agentStore.refresh(renewed ?? '', request)).toBe(content);
        for (const broken of ['', '{', '---\n', '[]', 'null']) agentStore.refresh(broken, request);
      }
    },
  },
  {
    name: 'names the folder of the person’s skills, below the home',
    run: (provider) => {
      const folder = provider.skillFolder?.(agentStoreRequest());
      expect(path.relative('/home/someone', folder ?? '/home/someone/x')).not.toMatch(/^(\.\.|$)/);
    },
  },
];

interface Planned {
  readonly request: AgentStoreRequest;
  readonly plan: AgentStorePlan;
  /** Of the agent's own file. */
  readonly content: string;
}

function plansOf(store: AgentStore | undefined): readonly Planned[] {
  if (store === undefined) return [];
  return variations().map((request) => {
    const plan = store.plan(request);
    const own = plan.files.find((file) => file.path === store.file(request));
    return { request, plan, content: own?.content ?? '' };
  });
}

function variations(): readonly AgentStoreRequest[] {
  const sample = agentStoreRequest();
  const awkward = `quote " and ' and $HOME\n---\n\ttab 漢字 : # [ { 👩‍👩‍👧`;
  return [
    sample,
    agentStoreRequest({ id: 'team__lead', profile: { ...sample.profile, name: 'team/lead', model: 'model-1' } }),
    agentStoreRequest({ profile: { ...sample.profile, description: awkward, system_prompt: awkward } }),
    agentStoreRequest({ allowedTools: ['*'], skillCatalogue: '' }),
    agentStoreRequest({ allowedTools: [], values: { API: 'x' } }),
    agentStoreRequest({
      profile: { ...sample.profile, mcpServers: { db: { command: 'db', args: ['-x'], env: { A: 'b' } } } },
      allowedTools: ['fs_read', '@db'],
    }),
  ];
}
