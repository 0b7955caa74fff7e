import { defineProvider } from '@cao/provider-sdk';
import { agentStore, skillFolder } from './agent-store.ts';
import { answer } from './answer.ts';
import { exit, interrupt, resubmit, submit } from './input.ts';
import { plan } from './launch.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen/read-screen.ts';
import { readRecord, sources } from './session-log.ts';
import { readSignal } from './signals.ts';
import { parseVersion } from './version.ts';

/** Kiro CLI by AWS, the successor of Amazon Q Developer CLI. */
export const provider = defineProvider({
  id: 'kiro_cli',
  title: 'Kiro CLI',
  binary: 'kiro-cli',
  versionArgs: ['--version'],
  parseVersion,
  installHint: 'Install Kiro CLI as kiro.dev/docs/cli says, then run kiro-cli login.',
  capabilities: {
    toolRestriction: 'enforced',
    resume: true,
    mcp: 'stdio',
    nativeAgents: true,
    // The placeholder is drawn before the boot lines that mean that input is not taken yet.
    readyHoldMs: 1500,
    commandPrefixes: ['/', '!', '@'],
  },
  inheritEnv: ['KIRO_*', 'AWS_*'],
  plan,
  agentStore,
  skillFolder,
  readScreen,
  readSignal,
  sources,
  readRecord,
  readReply,
  submit,
  resubmit,
  answer,
  interrupt,
  exit,
});
