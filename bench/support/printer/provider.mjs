// A provider whose program prints what it is told to, at the speed it is told to.
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./printer.mjs', import.meta.url));
const ENTER = { type: 'key', key: 'Enter' };

export const provider = {
  id: 'bench_printer',
  title: 'Printer',
  binary: process.execPath,
  versionArgs: [],
  parseVersion: () => undefined,
  installHint: 'It is part of the benches.',
  capabilities: { toolRestriction: 'advisory', resume: false, mcp: 'http', nativeAgents: false, commandPrefixes: [] },
  inheritEnv: [],
  plan: ({ executable }) => ({ argv: [executable, PROGRAM] }),
  readScreen({ lines }) {
    const last = lines.findLast((line) => line.trim() !== '');
    return last === 'printer ready' ? { state: 'ready', rule: 'last line' } : { state: 'busy', rule: 'other lines' };
  },
  readSignal: () => [],
  readReply: () => 'printed',
  submit: (text) => [{ type: 'text', text }, ENTER],
  resubmit: [ENTER],
  answer: () => undefined,
  interrupt: [{ type: 'key', key: 'C-c' }],
  exit: [{ type: 'key', key: 'C-c' }],
};
