import type { Io } from '../io.ts';
import { Exit } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { ask } from '../launch/confirm.ts';

/** Ends the command unless somebody says yes. */
export async function confirmRemoval(question: string, io: Io): Promise<void> {
  const answer = await ask(`${question} [y/N]: `, io);
  if (/^(y|yes)$/i.test(answer?.trim() ?? '')) return;
  io.err('Aborted!\n');
  throw new Exit(EXIT.failed);
}
