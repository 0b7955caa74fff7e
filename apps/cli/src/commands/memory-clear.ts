import { isClientError } from '@cao/client';
import { defineCommand } from '../command.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { confirmRemoval } from '../memory/confirm.ts';
import { withMemory } from '../memory/open.ts';
import { readScope, scopeIdOption, scopeOption, yesOption } from '../memory/options.ts';

/** At once; run it again for more. */
const MOST = 1000;

export const memoryClear = defineCommand({
  description:
    'Removes every fact of a scope, at most 1000 at once. Of projects only the one of this folder, of sessions and agents all, unless one is named.',
  arguments: [],
  options: { scope: { ...scopeOption, required: true }, 'scope-id': scopeIdOption, yes: yesOption },
  examples: [
    { command: 'cao memory clear --scope project' },
    { command: 'cao memory clear --scope session --scope-id cao-my-task --yes' },
  ],
  async run({ options }, io) {
    const scope = readScope(options.scope);
    const [cleared, failed] = await withMemory(io, async (memory) => {
      const facts = await memory.store.list(await memory.places(scope, options['scope-id']), { limit: MOST });
      if (facts.length > 0 && !options.yes) await confirmRemoval(`Delete ${facts.length} memories (${scope})?`, io);
      let [done, left] = [0, 0];
      for (const fact of facts) {
        try {
          done += (await memory.store.forget(fact.key, fact)) ? 1 : 0;
        } catch (error) {
          if (!isClientError(error)) throw error;
          left += 1;
          io.err(`Warning: '${fact.key}' was not deleted: ${printable(error.message)}\n`);
        }
      }
      return [done, left];
    });
    io.out(`Deleted ${cleared} memories (${scope})\n`);
    return failed === 0 ? EXIT.ok : EXIT.failed;
  },
});
