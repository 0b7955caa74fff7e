import { join } from 'node:path';
import { defineProvider } from '@cao/provider-sdk';
import { answer } from './answer.ts';
import { kimiHome } from './home.ts';
import { clear, exit, interrupt, resubmit, submit } from './input.ts';
import { plan, userFiles } from './launch.ts';
import { login } from './login.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen/read-screen.ts';
import { readSignal } from './signals.ts';
import { parseVersion } from './version.ts';
import { readRecord, readReplyPart, sources } from './wire.ts';

/** Kimi Code by Moonshot AI, and the Python kimi-cli before it. */
export const provider = defineProvider({
  id: 'kimi_cli',
  title: 'Kimi Code',
  binary: 'kimi',
  versionArgs: ['--version'],
  parseVersion,
  installHint: 'npm install -g @moonshot-ai/kimi-code (Node 22.19 or newer)',
  proven: { versions: ['2.1.0', '0.31.0', '0.20.0'], on: '2026-11' },
  login,
  capabilities: {
    toolRestriction: 'enforced',
    resume: true,
    mcp: 'http',
    nativeAgents: false,
    readyOnTurnEnd: true,
    commandPrefixes: ['/', '!'],
  },
  inheritEnv: ['KIMI_*', 'MOONSHOT_*', 'OPENAI_*', 'ANTHROPIC_*', 'GOOGLE_API_KEY', 'GEMINI_API_KEY'],
  userFiles,
  plan,
  skillFolder: (where) => join(kimiHome(where), 'skills'),
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
