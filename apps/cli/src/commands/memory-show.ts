import { defineCommand } from '../command.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { findOne } from '../memory/find-one.ts';
import { memoryView, withMemory } from '../memory/open.ts';
import { readKey, readScope, scopeIdOption, scopeOption } from '../memory/options.ts';
import { json, localTime } from '../text.ts';

export const memoryShow = defineCommand({
  description:
    'Shows one fact. Looks in the project of this folder first, then among global facts, sessions and agents.',
  arguments: [{ name: 'KEY', help: 'name of the fact' }],
  options: { scope: scopeOption, 'scope-id': scopeIdOption, json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao memory show testing-framework' }, { command: 'cao memory show testing-framework --json' }],
  async run({ args: [given], options }, io) {
    const [key, scope] = [readKey(given), readScope(options.scope)];
    const scopes = scope === undefined ? (['project', 'global', 'session', 'agent'] as const) : [scope];
    const fact = memoryView(
      await withMemory(io, (memory) => findOne(memory, { key, scopes, scopeId: options['scope-id'] })),
    );
    if (options.json) {
      io.out(json(fact));
      return EXIT.ok;
    }
    const fields: readonly (readonly [string, string])[] = [
      ['Key', fact.key],
      ['Scope', fact.scope_id === null ? fact.scope : `${fact.scope} (${fact.scope_id})`],
      ['Type', fact.memory_type],
      ['Tags', fact.tags],
      ['Created', localTime(fact.created_at)],
      ['Updated', localTime(fact.updated_at)],
      ['File', fact.file_path],
    ];
    for (const [label, value] of fields) io.out(`${`${label}:`.padEnd(9)}${printable(value)}`.trimEnd() + '\n');
    io.out(`\n${printable(fact.content)}\n`);
    return EXIT.ok;
  },
});
