import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { TerminalStatus } from '@cao/contracts';
import type { ScreenReading } from '@cao/provider-sdk';
import { createRecordedScreen } from '@cao/terminal/testing';
import { providerOf, type Recording } from './recordings.ts';
import { score, type Believed } from './score.ts';

const SOMEBODY = {
  terminalId: '0a1b2c3d',
  pid: undefined,
  cwd: '/home/someone/project',
  home: '/home/someone',
  env: {},
  conversationId: undefined,
  transcriptPath: undefined,
  launchedAt: 0,
};

/**
 * The best that whoever sees only the screen could do: every frame is read at the moment at which it was written, and what it shows
 * is believed at once. What is missing to a whole is time in which the screen did not show yet what was so.
 */
export async function limitOf(recording: Recording): Promise<number> {
  const provider = await providerOf(recording);
  const bytes = gunzipSync(readFileSync(join(recording.folder, 'bytes.gz')));
  const screen = createRecordedScreen(recording.size);
  const eye = createEye(recording);
  let at = 0;
  for (const [ms, length] of recording.chunks) {
    const snapshot = await screen.draw(bytes.subarray(at, (at += length)));
    const reading = provider.readScreen(snapshot, { ...SOMEBODY, version: recording.version });
    eye.see(ms, reading, (prompt) => provider.readReply(snapshot.lines, prompt) !== undefined);
  }
  screen.dispose();
  return score(recording.states, eye.believed).right;
}

/** Follows what frames show. A prompt is at work from its first moment, and over when its work, or its end, was seen. */
function createEye({ inputs }: Recording) {
  const believed: Believed[] = [{ ms: 0, status: 'processing', reason: '' }];
  let given = 0;
  let worked = true;
  const say = (ms: number, status: TerminalStatus): void => {
    if (believed.at(-1)?.status !== status) believed.push({ ms, status, reason: '' });
  };
  return {
    believed,
    see(ms: number, reading: ScreenReading, answers: (prompt: string) => boolean) {
      for (let next = inputs[given]; next !== undefined && next.ms <= ms; next = inputs[given]) {
        say(next.ms, 'processing');
        given += 1;
        worked = false;
      }
      const input = inputs[given - 1];
      const { state } = reading;
      if (state === 'busy' || state === 'waiting') {
        worked = true;
        return say(ms, state === 'busy' ? 'processing' : 'waiting_user_answer');
      }
      if (state !== 'ready') return;
      if (input === undefined) return say(ms, 'idle');
      const ended = reading.composer === '' && (reading.outcome !== undefined || answers(input.text));
      worked ||= ms > input.enterMs && ended;
      if (worked) say(ms, statusAfter(reading));
    },
  };
}

function statusAfter({ outcome }: ScreenReading): TerminalStatus {
  if (outcome?.type === 'failed') return 'error';
  return outcome?.type === 'interrupted' ? 'idle' : 'completed';
}
