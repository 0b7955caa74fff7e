import { defineProvider } from '@cao/provider-sdk';
import { answer, exit, interrupt, resubmit, submit } from './input.ts';
import { plan, PROGRAM } from './launch.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen.ts';
import { readRecord, readSignal, readTitle, sources } from './signals.ts';

export const provider = defineProvider({
  id: 'mock_cli',
  title: 'Mock CLI',
  binary: PROGRAM,
  versionArgs: ['--version'],
  parseVersion: (output) => /^mock_cli (\d+\.\d+\.\d+)/m.exec(output)?.[1],
  installHint: 'mock_cli comes with CAO; build its package when dist/ is missing.',
  capabilities: {
    toolRestriction: 'enforced',
    resume: true,
    mcp: 'http',
    nativeAgents: false,
    readyOnTurnEnd: true,
    commandPrefixes: ['/'],
  },
  inheritEnv: ['MOCK_CLI_*'],
  plan,
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
