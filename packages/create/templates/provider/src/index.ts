import { defineProvider } from '@cao/provider-sdk';
import { answer, exit, interrupt, resubmit, submit } from './input.ts';
import { plan } from './plan.ts';
import { INHERIT_ENV, INSTALL_HINT, PROGRAM } from './program.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen.ts';
import { readSignal } from './signals.ts';

export const provider = defineProvider({
  id: 'sample_cli',
  title: 'Sample CLI',
  binary: PROGRAM,
  versionArgs: ['--version'],
  parseVersion: (output) => /\b\d+\.\d+\.\d+\b/.exec(output)?.[0],
  installHint: INSTALL_HINT,
  capabilities: {
    // `enforced` once the plan makes the CLI itself refuse a tool that is not allowed.
    toolRestriction: 'advisory',
    // True once the plan continues the conversation that `request.resume` names.
    resume: false,
    mcp: 'http',
    nativeAgents: false,
    // What makes the CLI take a text as a command of its own.
    commandPrefixes: ['/'],
  },
  inheritEnv: INHERIT_ENV,
  plan,
  readScreen,
  readSignal,
  readReply,
  submit,
  resubmit,
  answer,
  interrupt,
  exit,
});
