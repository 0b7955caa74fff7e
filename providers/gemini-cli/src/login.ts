import { join } from 'node:path';
import type { ProviderLogin } from '@cao/provider-sdk';
import { geminiFolder } from './home.ts';

/** Any of them replaces a login: a key, Vertex AI, the credentials of a cloud machine. */
const KEYS = [
  'GEMINI_API_KEY',
  'GOOGLE_API_KEY',
  'GOOGLE_GENAI_USE_VERTEXAI',
  'GOOGLE_GENAI_USE_GCA',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'CLOUD_SHELL',
];

type Where = Parameters<ProviderLogin['files']>[0];

/** Logins and keys may also lie in the system's keychain, or keys in a `.env` file: a chosen way to sign in tells as much. */
export const login: ProviderLogin = {
  files: (where) => [...credentials(where), settings(where)],
  state(facts) {
    if (KEYS.some((name) => (facts.env[name] ?? '') !== '')) return 'yes';
    if (credentials(facts).some((path) => facts.userFiles[path] !== undefined)) return 'yes';
    return /"selectedType"\s*:\s*"/.test(facts.userFiles[settings(facts)] ?? '') ? 'unknown' : 'no';
  },
  hint: 'Run `gemini` once and sign in, or set GEMINI_API_KEY.',
};

function credentials(where: Where): readonly string[] {
  return ['oauth_creds.json', 'gemini-credentials.json'].map((name) => join(geminiFolder(where), name));
}

function settings(where: Where): string {
  return join(geminiFolder(where), 'settings.json');
}
