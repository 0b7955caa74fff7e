import { join } from 'node:path';
import type { AgentFacts } from '@cao/provider-sdk';

/** Where Claude Code keeps settings, transcripts and session files; `CLAUDE_CONFIG_DIR` moves all of it. */
export function configDirectory(facts: Pick<AgentFacts, 'home' | 'env'>): string {
  const moved = facts.env['CLAUDE_CONFIG_DIR'];
  return moved?.startsWith('/') ? moved : join(facts.home, '.claude');
}
