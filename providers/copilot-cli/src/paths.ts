import { join } from 'node:path';
import type { AgentFacts } from '@cao/provider-sdk';

/** Where Copilot keeps settings and sessions; `COPILOT_HOME` moves all of it. */
export function configDirectory({ home, env }: Pick<AgentFacts, 'home' | 'env'>): string {
  const moved = env['COPILOT_HOME'];
  return moved?.startsWith('/') ? moved : join(home, '.copilot');
}
