import { createProfileStore, searchProfiles } from '@cao/profiles';
import { defineCommand } from '../command.ts';
import { profileSources } from '../plugins/package-contents.ts';
import { EXIT } from '../exit-codes.ts';
import { clip, json, table } from '../text.ts';

const DEFAULT_LIMIT = 10;
const DESCRIPTION_WIDTH = 60;

export const profileFind = defineCommand({
  description:
    'Finds profiles by words of their name, tags, capabilities and description, best first. Instructions are not searched. Works without a server.',
  arguments: [{ name: 'QUERY', help: 'words to look for' }],
  options: {
    limit: { type: 'count', value: 'N', help: `at most N; ${DEFAULT_LIMIT} unless given` },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [{ command: 'cao profile find review' }, { command: 'cao profile find "data analysis" --limit 3 --json' }],
  async run({ args: [query], options }, io) {
    const rows = await createProfileStore(await profileSources(io)).list();
    const found = await searchProfiles(rows, query, options.limit ?? DEFAULT_LIMIT);
    if (options.json) {
      io.out(json(found.map(({ profile, score }) => ({ ...profile, score }))));
      return EXIT.ok;
    }
    if (found.length === 0) {
      io.out(`No profile found. All of them: cao profile list\n`);
      return EXIT.ok;
    }
    const cells = found.map(({ profile, score }) => [
      profile.name,
      profile.source,
      score.toFixed(2),
      clip(profile.description, DESCRIPTION_WIDTH),
    ]);
    io.out(table(['NAME', 'SOURCE', 'SCORE', 'DESCRIPTION'], [25, 11, 6, 55], cells));
    return EXIT.ok;
  },
});
