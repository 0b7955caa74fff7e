import { join } from 'node:path';
import type { AgentFacts, LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { EXTENSION } from './extension.ts';
import { isAtLeast, SINCE } from './version.ts';

/** Below what Gemini CLI takes for the home directory. */
const FOLDER = '.gemini';
const HOME_VARIABLE = 'GEMINI_CLI_HOME';
const TRUST_VARIABLE = 'GEMINI_CLI_TRUSTED_FOLDERS_PATH';

/**
 * Files written in place, so that through a link they stay the person's, even those that do not exist yet: settings, logins, what
 * was shown once.
 */
const THE_PERSONS = [
  'settings.json',
  'state.json',
  'installation_id',
  'google_accounts.json',
  'oauth_creds.json',
  'gemini-credentials.json',
  'mcp-oauth-tokens.json',
  'mcp-oauth-tokens-v2.json',
  'mcp-server-enablement.json',
];
/** The folders in which conversations, rules and consents are kept. */
const THE_PERSONS_FOLDERS = ['tmp', 'history', 'acknowledgments'];

/** The home of one terminal: the person's, behind links, with one extension more. */
export interface OwnHome {
  /** The folder of the extension, absolute. */
  readonly extension: string;
  /** Where rules are put for versions that take none by a flag. */
  readonly policies: string;
  readonly env: Readonly<Record<string, string>>;
  readonly mirrors: NonNullable<LaunchPlan['mirrors']>;
}

/** Files under `.gemini`, of the home the agent runs with. */
export function geminiFolder(facts: Pick<AgentFacts, 'home' | 'env'>): string {
  const moved = facts.env[HOME_VARIABLE];
  return join(moved?.startsWith('/') ? moved : facts.home, FOLDER);
}

export function trustFile(where: Pick<LaunchRequest, 'home' | 'env'>): string {
  const moved = where.env[TRUST_VARIABLE];
  return moved?.startsWith('/') ? moved : join(geminiFolder(where), 'trustedFolders.json');
}

export function ownHome(request: Pick<LaunchRequest, 'home' | 'env' | 'scratch' | 'version'>): OwnHome {
  const home = join(request.scratch, 'home');
  const [ours, theirs] = [join(home, FOLDER), geminiFolder(request)];
  const personsHome = join(theirs, '..');
  const [extensions, policies] = [join(ours, 'extensions'), join(ours, 'policies')];
  const byFlag = isAtLeast(request.version, SINCE.adminPolicy);
  return {
    extension: join(extensions, EXTENSION),
    policies,
    // The file of trusted folders is exchanged when it is written, which would put a new file in the place of a link.
    env: { [HOME_VARIABLE]: home, [TRUST_VARIABLE]: trustFile(request) },
    mirrors: [
      // Beside `.gemini`, keys and skills are looked for in these.
      { path: home, of: personsHome, except: [], only: ['.env', '.agents'] },
      {
        path: ours,
        of: theirs,
        except: byFlag ? ['extensions'] : ['extensions', 'policies'],
        also: THE_PERSONS,
        folders: byFlag ? [...THE_PERSONS_FOLDERS, 'policies'] : THE_PERSONS_FOLDERS,
      },
      { path: extensions, of: join(theirs, 'extensions'), except: [EXTENSION] },
      ...(byFlag ? [] : [{ path: policies, of: join(theirs, 'policies'), except: [] }]),
    ],
  };
}
