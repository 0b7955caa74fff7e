import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withMemory } from '../memory/open.ts';
import { readScope, readType, scopeIdOption, scopeOption, typeOption } from '../memory/options.ts';
import { showList } from '../memory/show-list.ts';

const MOST = 100;

export const memoryList = defineCommand({
  description:
    'Lists what is remembered, newest first, at most 100: global facts and those of the project of this folder, unless another scope is named.\nWorks without a server.',
  arguments: [],
  options: {
    scope: scopeOption,
    'scope-id': scopeIdOption,
    type: typeOption,
    all: { type: 'flag', help: 'every project, session and agent' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao memory list' },
    { command: 'cao memory list --scope session --scope-id cao-my-task' },
    { command: 'cao memory list --all --type feedback --json' },
  ],
  async run({ options }, io) {
    const [scope, type] = [readScope(options.scope), readType(options.type)];
    const facts = await withMemory(io, async (memory) => {
      const everywhere = async () => (await memory.store.places()).filter((place) => !scope || place.scope === scope);
      const scopes = scope === undefined ? (['global', 'project'] as const) : [scope];
      const places = options.all
        ? await everywhere()
        : (await Promise.all(scopes.map((one) => memory.places(one, options['scope-id'])))).flat();
      return memory.store.list(places, { type, limit: MOST });
    });
    showList(facts, options.json, io);
    return EXIT.ok;
  },
});
