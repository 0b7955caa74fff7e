import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Provider } from '@cao/provider-sdk';
import { z } from 'zod';

/** What an agent was really doing, told by the keys that were pressed, its hooks and the log of its model. */
const TrueState = z.enum([
  'starting',
  'startup-dialog',
  'idle',
  'processing',
  'waiting',
  'completed',
  'error',
  'exiting',
]);
export type TrueState = z.infer<typeof TrueState>;

const Moment = z.object({ ms: z.number() });

const RecordingFile = z.object({
  version: z.string(),
  size: z.object({ cols: z.number(), rows: z.number() }),
  /** Prompts, at the time at which they were pasted, and that of the Enter which submitted them. */
  inputs: z.array(Moment.extend({ enterMs: z.number(), text: z.string() })),
  states: z.array(Moment.extend({ state: TrueState, by: z.string() })),
  /** Hooks, requests of the model and keys, as they were seen. */
  told: z.array(Moment.extend({ source: z.string(), event: z.string() })),
  /** Milliseconds since the launch and number of bytes of every write. */
  chunks: z.array(z.tuple([z.number(), z.number()])),
});
export type RecordingFile = z.infer<typeof RecordingFile>;

export interface Recording extends RecordingFile {
  /** `claude-code 2.1.330` */
  readonly name: string;
  /** The provider's folder. */
  readonly provider: string;
  readonly folder: string;
}

const PROVIDERS = resolve(import.meta.dirname, '../../providers');

/** Every recorded session of a real CLI: `providers/<name>/test/fixtures/recordings/<version>`. */
export function recordings(): readonly Recording[] {
  return readdirSync(PROVIDERS).flatMap((name) => {
    const provider = join(PROVIDERS, name);
    const folder = join(provider, 'test/fixtures/recordings');
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map((version) => read(provider, join(folder, version)));
  });
}

function read(provider: string, folder: string): Recording {
  const file = RecordingFile.parse(JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8')));
  const states = file.states.map((state) => takenAt(state, file.inputs));
  return { ...file, states, name: `${basename(provider)} ${basename(folder)}`, provider, folder };
}

/** An agent takes no other input from the moment on at which a prompt is pasted; so its work begins there. */
function takenAt(state: RecordingFile['states'][number], inputs: RecordingFile['inputs']): typeof state {
  const input = state.by === 'key (submitted)' ? inputs.find(({ enterMs }) => enterMs === state.ms) : undefined;
  return input === undefined ? state : { ...state, ms: input.ms };
}

export async function providerOf({ provider }: Recording): Promise<Provider> {
  const module = (await import(join(provider, 'src/index.ts'))) as { provider: Provider };
  return module.provider;
}
