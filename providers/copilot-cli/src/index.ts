import { defineProvider } from '@cao/provider-sdk';
import { agentStore } from './agent-store.ts';
import { answer } from './answer.ts';
import { INHERITED } from './environment.ts';
import { readRecord, readReplyPart, sources } from './events.ts';
import { clear, COMMAND_PREFIXES, exit, interrupt, resubmit, submit } from './input.ts';
import { plan, userFiles } from './launch.ts';
import { login } from './login.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen/read-screen.ts';
import { readSignal } from './signals.ts';
import { parseVersion } from './version.ts';

/** GitHub Copilot CLI. */
export const provider = defineProvider({
  id: 'copilot_cli',
  title: 'GitHub Copilot CLI',
  binary: 'copilot',
  versionArgs: ['--version'],
  parseVersion,
  installHint: 'npm install -g @github/copilot',
  proven: { versions: ['1.0.102', '1.0.73', '1.0.57'], on: '2026-11' },
  login,
  capabilities: {
    toolRestriction: 'enforced',
    resume: true,
    mcp: 'http',
    nativeAgents: true,
    readyOnTurnEnd: true,
    // The prompt may be drawn before the question for the folder's trust.
    readyHoldMs: 700,
    mcpAtStart: true,
    commandPrefixes: COMMAND_PREFIXES,
  },
  inheritEnv: INHERITED,
  userFiles,
  plan,
  agentStore,
  readScreen,
  readSignal,
  sources,
  readRecord,
  readReplyPart,
  readReply,
  submit,
  resubmit,
  clear,
  answer,
  interrupt,
  exit,
});
