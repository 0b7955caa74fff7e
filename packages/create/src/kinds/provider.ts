import { CaoError, ProviderId } from '@cao/contracts';
import { z } from 'zod';
import type { Kind } from '../kind.ts';
import { packageNameOf, titleOf, wordsOf } from '../words.ts';

/** The name of a program on PATH, or an absolute path, as it can stand between quotes in a source file. */
const Command = z.string().regex(/^[\w.@+/-]+$/);
const SCRIPTED = '@cao/provider-mock-cli';

export const provider: Kind = {
  about: 'drives an agent CLI of yours in its terminal',
  plan({ name: id, packageName, command }) {
    if (!ProviderId.safeParse(id).success) {
      const better = wordsOf(id, '_');
      throw new CaoError('invalid_input', `'${id}' is no provider id: it is snake_case, begins with a letter.`, {
        hint: `For example: ${ProviderId.safeParse(better).success ? better : 'my_cli'}`,
      });
    }
    if (command !== undefined && (!Command.safeParse(command).success || /^[^/].*\//.test(command))) {
      throw new CaoError('invalid_input', `'${command}' is no command.`, {
        hint: 'Give the name of a program on PATH, or an absolute path, without arguments: they belong into src/plan.ts.',
      });
    }
    const kebab = id.replaceAll('_', '-');
    const name = packageNameOf(packageName, `cao-provider-${kebab}`);
    return {
      packageName: name,
      folder: kebab,
      layers: command === undefined ? ['provider'] : ['provider', 'provider-command'],
      words: {
        'cao-provider-sample-cli': name,
        'sample-command': command ?? '',
        'sample-cli': kebab,
        sample_cli: id,
        'Sample CLI': titleOf(id),
      },
      without: command === undefined ? [] : [SCRIPTED],
      next: [
        ['npm install', ''],
        ['npm run build', ''],
        ['npm test', command === undefined ? 'all green' : 'green; what is skipped is left to do'],
        ['cao provider add .', 'a running server has it at once'],
        [`cao launch --agents developer --provider ${id}`, `${command ?? 'the scripted program'} in your terminal`],
      ],
    };
  },
};
