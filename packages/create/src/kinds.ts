import type { Kind } from './kind.ts';
import { plugin } from './kinds/plugin.ts';
import { profile } from './kinds/profile.ts';
import { provider } from './kinds/provider.ts';
import { skill } from './kinds/skill.ts';

/** Everything that can be made, by the word it is asked for with. */
export const KINDS = { plugin, provider, profile, skill } as const satisfies Readonly<Record<string, Kind>>;
export type KindName = keyof typeof KINDS;
