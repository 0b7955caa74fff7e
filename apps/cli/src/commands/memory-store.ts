import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withMemory } from '../memory/open.ts';
import { readKey, readScope, readType, scopeIdOption, scopeOption, typeOption } from '../memory/options.ts';
import { json } from '../text.ts';

export const memoryStore = defineCommand({
  description:
    'Remembers a fact, as an agent does with memory_store. A key that exists gets the new text in front of the old.',
  arguments: [{ name: 'CONTENT', help: 'the fact' }],
  options: {
    key: { type: 'text', value: 'KEY', help: 'name of the fact; made from its first words unless given' },
    scope: { ...scopeOption, help: `${scopeOption.help}; project unless given` },
    'scope-id': scopeIdOption,
    type: { ...typeOption, help: `${typeOption.help}; project unless given` },
    tags: { type: 'text', value: 'TAGS', help: 'words to find it by, separated by commas' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao memory store "Tests run with pytest" --key testing-framework --type feedback' },
    { command: 'cao memory store "Short answers, please" --scope global --type user' },
  ],
  async run({ args: [content], options }, io) {
    const [scope, type] = [readScope(options.scope) ?? 'project', readType(options.type) ?? 'project'];
    const key = options.key === undefined ? undefined : readKey(options.key);
    const id = options['scope-id'];
    const stored = await withMemory(io, ({ store, caller }) => {
      const named = { project: { id: id ?? '', aliases: [] }, sessionName: id, agentProfile: id };
      const fact = { content, key, scope, type, tags: options.tags, at: Date.now() };
      return store.store(fact, id === undefined ? caller : named);
    });
    const { scopeId: scope_id, filePath: file_path, action } = stored;
    if (options.json) io.out(json({ key: stored.key, scope, scope_id, file_path, action }));
    else io.out(`${action === 'created' ? 'Stored' : 'Updated'} memory '${stored.key}' (${scope})\n`);
    return EXIT.ok;
  },
});
