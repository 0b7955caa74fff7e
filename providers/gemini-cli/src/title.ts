import type { Reported } from '@cao/provider-sdk';

export type TitleState = 'ready' | 'busy' | 'waiting';

/**
 * What the title says: `◇  Ready (folder)`, `✦  Working… (folder)` or a thought in its place, `⏲  Working…` when nothing was
 * printed for a while, `✋  Action Required (folder)`. Undefined where the person switched these titles off.
 */
export function titleState(title: string): TitleState | undefined {
  if (/^◇ {2}Ready\b/u.test(title)) return 'ready';
  if (/^✋ {2}Action Required\b/u.test(title)) return 'waiting';
  return /^[✦⏲] {2}\S/u.test(title) ? 'busy' : undefined;
}

export function readTitle(title: string): readonly Reported[] {
  const state = titleState(title);
  if (state === undefined) return [];
  return [{ type: 'state', state, rule: 'title', detail: `the title says ${WORDS[state]}` }];
}

const WORDS = { ready: 'ready', busy: 'working', waiting: 'action required' } as const;
