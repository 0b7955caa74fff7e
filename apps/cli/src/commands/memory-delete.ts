import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { confirmRemoval } from '../memory/confirm.ts';
import { findOne } from '../memory/find-one.ts';
import { withMemory } from '../memory/open.ts';
import { readKey, readScope, scopeIdOption, scopeOption, yesOption } from '../memory/options.ts';

export const memoryDelete = defineCommand({
  description: 'Removes one fact with its history.',
  arguments: [{ name: 'KEY', help: 'name of the fact' }],
  options: {
    scope: { ...scopeOption, help: `${scopeOption.help}; project unless given` },
    'scope-id': scopeIdOption,
    yes: yesOption,
  },
  examples: [
    { command: 'cao memory delete testing-framework' },
    { command: 'cao memory delete short-answers --scope global --yes' },
  ],
  async run({ args: [given], options }, io) {
    const [key, scope] = [readKey(given), readScope(options.scope) ?? 'project'];
    await withMemory(io, async (memory) => {
      const fact = await findOne(memory, { key, scopes: [scope], scopeId: options['scope-id'] });
      if (!options.yes) await confirmRemoval(`Delete memory '${key}' (${scope})?`, io);
      await memory.store.forget(key, fact);
    });
    io.out(`Deleted memory '${key}' (${scope})\n`);
    return EXIT.ok;
  },
});
