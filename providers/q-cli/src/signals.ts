import { z } from 'zod';
import type { Reported } from '@cao/provider-sdk';

const Hook = z.looseObject({ hook_event_name: z.string(), prompt: z.string().optional().catch(undefined) });

/** Both ends of a turn. Q tells neither the answer nor the conversation; `stop` does not come after an interrupt or an error. */
export function readSignal(signal: unknown): readonly Reported[] {
  const hook = Hook.safeParse(signal).data;
  const rule = `hook ${hook?.hook_event_name}`;
  if (hook?.hook_event_name === 'stop') return [{ type: 'turn_completed', rule }];
  if (hook?.hook_event_name !== 'userPromptSubmit') return [];
  return [{ type: 'turn_started', ...(hook.prompt === undefined ? {} : { prompt: hook.prompt }), rule }];
}
