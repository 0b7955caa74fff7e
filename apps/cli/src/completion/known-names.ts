import { createClient, type CaoClient } from '@cao/client';
import type { Completes } from '../command.ts';
import { addressOf, homeOf, readToken } from '../config.ts';
import { httpFetch } from '../http-fetch.ts';
import type { Io } from '../io.ts';
import { profileSources, skillSourcesOf } from '../plugins/package-contents.ts';
import { fullSessionName } from '../target.ts';
import type { Candidate } from './candidates.ts';

/** Whoever presses Tab waits for it. */
const SERVER_MS = 1500;

/** Names of a kind, with what tells them apart. Throws when they cannot be had. */
export async function knownNames(
  kind: Completes & string,
  typed: readonly string[],
  io: Io,
): Promise<readonly Candidate[]> {
  switch (kind) {
    case 'session':
      return (await (await client(io)).sessions.list()).map(({ name, working_directory: about }) => ({
        value: name,
        about,
      }));
    case 'terminal':
      return terminals(await client(io), typed[0]);
    case 'profile':
    case 'source': {
      const { createProfileStore } = await import('@cao/profiles');
      const rows = await createProfileStore(await profileSources(io)).list();
      return rows.map(({ name, description }) => ({ value: name, about: description }));
    }
    case 'provider': {
      const { openRegistry } = await import('@cao/server');
      return openRegistry(homeOf(io))
        .providers()
        .map(({ id, package: about }) => ({ value: id, about }));
    }
    case 'plugin': {
      const { installedPlugins } = await import('@cao/server');
      const { plugins, packages } = installedPlugins(homeOf(io));
      return [...plugins, ...packages].map(({ name, package: about }) => ({ value: name, about }));
    }
    case 'skill': {
      const { createSkillStore } = await import('@cao/profiles');
      const skills = await createSkillStore(await skillSourcesOf(io)).list();
      return skills.map(({ name, description }) => ({ value: name, about: description }));
    }
    case 'setting': {
      const { SETTINGS } = await import('@cao/contracts');
      return SETTINGS.map(({ key, about }) => ({ value: key.replace(/\*$/, ''), about }));
    }
    default:
      return [];
  }
}

/** Of the session that was typed before, or of all. */
async function terminals(server: CaoClient, session: string | undefined): Promise<Candidate[]> {
  const names =
    session === undefined ? (await server.sessions.list()).map(({ name }) => name) : [fullSessionName(session)];
  const details = await Promise.all(names.map((name) => server.sessions.get(name)));
  return details.flatMap(({ session: { name }, terminals: found }) =>
    found.map(({ id, agent_profile: profile, status }) => ({
      value: id,
      about: `${profile ?? ''} in ${name}, ${status}`,
    })),
  );
}

async function client(io: Io): Promise<CaoClient> {
  const [{ url }, token] = await Promise.all([addressOf(io), readToken(io)]);
  return createClient({ baseUrl: url, token, fetch: httpFetch, timeoutMs: SERVER_MS });
}
