import { defineProvider } from '@cao/provider-sdk';
import { answer } from './answer.ts';
import { INHERITED } from './environment.ts';
import { clear, COMMAND_PREFIXES, exit, interrupt, resubmit, submit } from './input.ts';
import { plan, userFiles } from './launch.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen/read-screen.ts';
import { readSignal } from './signals.ts';
import { readTitle } from './title.ts';
import { readRecord, readReplyPart, sources } from './transcript.ts';
import { parseVersion } from './version.ts';

/** Gemini CLI by Google. */
export const provider = defineProvider({
  id: 'gemini_cli',
  title: 'Gemini CLI',
  binary: 'gemini',
  versionArgs: ['--version'],
  parseVersion,
  installHint: 'npm install -g @google/gemini-cli',
  capabilities: {
    toolRestriction: 'enforced',
    resume: true,
    mcp: 'http',
    nativeAgents: false,
    // The prompt is drawn before the dialogs of a first start are.
    readyHoldMs: 700,
    commandPrefixes: COMMAND_PREFIXES,
  },
  inheritEnv: INHERITED,
  userFiles,
  plan,
  readScreen,
  readSignal,
  readTitle,
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
