import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withMemory } from '../memory/open.ts';
import { readMode, readScope, readType, scopeOption, typeOption } from '../memory/options.ts';
import { showList } from '../memory/show-list.ts';

const DEFAULT_LIMIT = 10;
const MOST = 100;

export const memoryRecall = defineCommand({
  description:
    'Searches what is remembered, as an agent does with memory_recall: for the project of this folder, and everywhere.',
  arguments: [{ name: 'QUERY', help: 'words to search for' }],
  options: {
    scope: scopeOption,
    type: typeOption,
    mode: {
      type: 'text',
      value: 'MODE',
      help: 'metadata (every word) | bm25 (best match first) | hybrid, the default',
    },
    limit: { type: 'count', value: 'N', help: `at most N, up to ${MOST}; ${DEFAULT_LIMIT} unless given` },
    json: { type: 'flag', help: 'print JSON, with the facts themselves' },
  },
  examples: [
    { command: 'cao memory recall "test framework"' },
    { command: 'cao memory recall deploy --mode bm25 --json' },
  ],
  async run({ args: [query], options }, io) {
    const [scope, type, mode] = [readScope(options.scope), readType(options.type), readMode(options.mode) ?? 'hybrid'];
    const limit = Math.min(options.limit ?? DEFAULT_LIMIT, MOST);
    const facts = await withMemory(io, ({ store, caller }) =>
      store.recall({ query, scope, type, mode, limit }, caller),
    );
    showList(facts, options.json, io);
    return EXIT.ok;
  },
});
