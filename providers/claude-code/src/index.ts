import { join } from 'node:path';
import { defineProvider, type AgentFacts, type FileSource, type Reported } from '@cao/provider-sdk';
import { answer } from './answer.ts';
import { INHERITED } from './environment.ts';
import { COMMAND_PREFIXES, exit, interrupt, resubmit, submit } from './input.ts';
import { plan } from './launch.ts';
import { login } from './login.ts';
import { configDirectory } from './paths.ts';
import { readReply } from './reply.ts';
import { readScreen } from './screen/read-screen.ts';
import { readSessionFile, SESSION_SOURCE, sessionFile } from './session-file.ts';
import { readSignal } from './signals.ts';
import { readReplyPart, readTranscript, TRANSCRIPT_SOURCE, transcriptFile } from './transcript.ts';
import { parseVersion } from './version.ts';

/** After its prompt appears, Claude Code may still put an offer over it. */
const READY_HOLD_MS = 500;

/** Claude Code. */
export const provider = defineProvider({
  id: 'claude_code',
  title: 'Claude Code',
  binary: 'claude',
  versionArgs: ['--version'],
  parseVersion,
  installHint: 'Install it with `npm install -g @anthropic-ai/claude-code`, then run `claude` once and sign in.',
  proven: { versions: ['2.1.330', '2.1.197', '2.1.150'], on: '2026-11' },
  login,
  capabilities: {
    toolRestriction: 'enforced',
    resume: true,
    mcp: 'http',
    nativeAgents: true,
    mcpAtStart: true,
    readyHoldMs: READY_HOLD_MS,
    commandPrefixes: COMMAND_PREFIXES,
  },
  inheritEnv: INHERITED,
  plan,
  skillFolder: (where) => join(configDirectory(where), 'skills'),
  readScreen,
  readSignal,
  sources,
  readRecord,
  readReplyPart: (sourceId, record, facts) =>
    sourceId === TRANSCRIPT_SOURCE ? readReplyPart(record, facts) : undefined,
  readReply,
  submit,
  resubmit,
  answer,
  interrupt,
  exit,
});

function sources(facts: AgentFacts): readonly FileSource[] {
  return [sessionFile(facts), transcriptFile(facts)].filter((source) => source !== undefined);
}

function readRecord(sourceId: string, record: unknown, facts: AgentFacts): readonly Reported[] {
  if (sourceId === SESSION_SOURCE) return readSessionFile(record, facts);
  return sourceId === TRANSCRIPT_SOURCE ? readTranscript(record, facts) : [];
}
