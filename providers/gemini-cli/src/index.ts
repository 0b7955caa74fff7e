import { join } from 'node:path';
import { defineProvider } from '@cao/provider-sdk';
import { answer } from './answer.ts';
import { INHERITED } from './environment.ts';
import { geminiFolder } from './home.ts';
import { clear, COMMAND_PREFIXES, exit, interrupt, resubmit, submit } from './input.ts';
import { plan, userFiles } from './launch.ts';
import { login } from './login.ts';
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
  installHint: 'Install it with `npm install -g @google/gemini-cli`, then run `gemini` once and sign in.',
  proven: { versions: ['0.61.0', '0.42.0', '0.33.2'], on: '2026-11' },
  login,
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
  skillFolder: (where) => join(geminiFolder(where), 'skills'),
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
