import { defineProvider } from '@cao/provider-sdk';
import { answer, exit, interrupt, resubmit, submit } from './input.ts';
import { plan } from './launch.ts';
import { login, skillFolder } from './login.ts';
import { readReply } from './reply.ts';
import { readRecord, sources } from './rollout.ts';
import { readScreen } from './screen/read-screen.ts';
import { readSignal } from './signals.ts';
import { readTitle } from './title.ts';
import { parseVersion } from './version.ts';

/** Codex CLI by OpenAI. */
export const provider = defineProvider({
  id: 'codex',
  title: 'Codex CLI',
  binary: 'codex',
  versionArgs: ['--version'],
  parseVersion,
  installHint: 'npm install -g @openai/codex',
  proven: { versions: ['0.169.0', '0.147.0', '0.136.0'], on: '2026-11' },
  login,
  capabilities: {
    toolRestriction: 'advisory',
    resume: true,
    mcp: 'http',
    nativeAgents: false,
    readyOnTurnEnd: true,
    // The title says `Ready` some 20 to 220 ms before it says that MCP servers are starting.
    readyHoldMs: 500,
    commandPrefixes: ['/', '!'],
  },
  inheritEnv: [
    'CODEX_HOME',
    'CODEX_SQLITE_HOME',
    'CODEX_API_KEY',
    'CODEX_ACCESS_TOKEN',
    'CODEX_CA_CERTIFICATE',
    'OPENAI_*',
    'AZURE_OPENAI_*',
    'OPENROUTER_API_KEY',
  ],
  plan,
  skillFolder,
  readScreen,
  readSignal,
  readTitle,
  sources,
  readRecord,
  readReply,
  submit,
  resubmit,
  answer,
  interrupt,
  exit,
});
