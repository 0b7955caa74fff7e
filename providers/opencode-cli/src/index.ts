import { defineProvider } from '@cao/provider-sdk';
import { agentStore, skillFolder } from './agent-store/agent-store.ts';
import { answer } from './answer.ts';
import { INHERITED } from './environment.ts';
import { clear, COMMAND_PREFIXES, exit, interrupt, resubmit, submit } from './input.ts';
import { plan } from './launch.ts';
import { login } from './login.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen/read-screen.ts';
import { readSignal } from './signals.ts';
import { parseVersion } from './version.ts';

/** The first screen is drawn while servers and plugins are still being set up; what is typed in its first moments may be lost. */
const READY_HOLD_MS = 500;

/** OpenCode. */
export const provider = defineProvider({
  id: 'opencode_cli',
  title: 'OpenCode',
  binary: 'opencode',
  versionArgs: ['--version'],
  parseVersion,
  installHint: 'Install it with `npm install -g opencode-ai`, then run `opencode` once and connect a provider.',
  proven: { versions: ['1.18.33', '1.17.11', '1.14.41'], on: '2026-11' },
  login,
  capabilities: {
    toolRestriction: 'enforced',
    resume: true,
    mcp: 'http',
    nativeAgents: true,
    // Its box takes text at any time, also while the end of a turn is being drawn.
    readyOnTurnEnd: true,
    readyHoldMs: READY_HOLD_MS,
    mcpAtStart: true,
    commandPrefixes: COMMAND_PREFIXES,
  },
  inheritEnv: INHERITED,
  plan,
  agentStore,
  skillFolder,
  readScreen,
  readSignal,
  readReply,
  submit,
  resubmit,
  clear,
  answer,
  interrupt,
  exit,
});
