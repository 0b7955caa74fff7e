import {
  AgentProfile,
  Health,
  InstallProfileRequest,
  InstallProfileResponse,
  ProfileRow,
  ProviderCheck,
  ProviderId,
  ProviderRow,
  Skill,
  UnusableProvider,
} from '@cao/contracts';
import { z } from 'zod';
import { defineRoute, type Route } from '../route.ts';

/** What is installed, and whether the server lives. */
export function catalogRoutes(health: () => Health): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/health',
      tag: 'server',
      summary: 'Whether the server lives',
      doing: 'check health',
      answer: Health,
      open: true,
      run: () => health(),
    }),
    defineRoute({
      method: 'get',
      path: '/agents/profiles',
      tag: 'agents',
      summary: 'Agent profiles, sorted by name',
      doing: 'list agent profiles',
      answer: z.array(ProfileRow),
      open: true,
      run: ({ engine }) => engine.profiles.list(),
    }),
    defineRoute({
      method: 'post',
      path: '/agents/profiles/install',
      tag: 'agents',
      summary: 'Install an agent profile by its name or https address',
      doing: 'install agent profile',
      body: InstallProfileRequest,
      secret: ['env_vars'],
      answer: InstallProfileResponse,
      errors: [400, 404, 409],
      run({ engine, access, body }) {
        access.owner('install profiles');
        return engine.profiles.install(body);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/agents/profiles/{profile_name}',
      tag: 'agents',
      summary: 'An agent profile',
      doing: 'get agent profile',
      answer: AgentProfile,
      errors: [400, 404],
      run: ({ engine, params }) => engine.profiles.get(params['profile_name'] as string),
    }),
    defineRoute({
      method: 'get',
      path: '/agents/providers',
      tag: 'agents',
      summary: 'Agent CLIs and whether they are installed',
      doing: 'list providers',
      answer: z.array(ProviderRow),
      run: ({ engine }) => engine.providers.list(),
    }),
    defineRoute({
      method: 'get',
      path: '/agents/providers/check',
      tag: 'agents',
      summary: 'What can be known about agent CLIs: version, proven or not, signed in or not, what to mend',
      doing: 'check providers',
      query: z.object({ provider: ProviderId.optional() }),
      answer: z.array(ProviderCheck),
      errors: [400],
      run: ({ engine, query }) => engine.providers.check(query.provider),
    }),
    defineRoute({
      method: 'get',
      path: '/agents/providers/unusable',
      tag: 'agents',
      summary: 'Providers that were found and cannot be used, why, and what mends it',
      doing: 'list unusable providers',
      answer: z.array(UnusableProvider),
      run: ({ engine }) => engine.providers.unusable(),
    }),
    defineRoute({
      method: 'get',
      path: '/skills/{skill_name}',
      tag: 'agents',
      summary: "A skill's instructions",
      doing: 'load skill',
      answer: Skill,
      errors: [400, 404],
      run: ({ engine, params }) => engine.skills.get(params['skill_name'] as string),
    }),
  ];
}
