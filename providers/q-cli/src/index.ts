import { defineProvider } from '@cao/provider-sdk';
import { agentStore } from './agent-store.ts';
import { answer, exit, interrupt, resubmit, submit } from './input.ts';
import { plan } from './launch.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen.ts';
import { readSignal } from './signals.ts';
import { parseVersion } from './version.ts';

/** Amazon Q Developer CLI, the predecessor of Kiro CLI. */
export const provider = defineProvider({
  id: 'q_cli',
  title: 'Amazon Q Developer CLI',
  binary: 'q',
  versionArgs: ['--version'],
  parseVersion,
  installHint:
    'Amazon Q Developer CLI became Kiro CLI; where it is still to be had, log in with q login after installing it.',
  capabilities: {
    toolRestriction: 'enforced',
    // Conversations are kept by folder, without an id.
    resume: false,
    mcp: 'stdio',
    nativeAgents: true,
    readyHoldMs: 500,
    commandPrefixes: ['/', '!', '@'],
  },
  inheritEnv: ['Q_*', 'AMAZON_Q_*', 'AWS_*'],
  plan,
  agentStore,
  readScreen,
  readSignal,
  readReply,
  submit,
  resubmit,
  answer,
  interrupt,
  exit,
});
