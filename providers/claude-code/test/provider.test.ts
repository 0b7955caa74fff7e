import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { factsOf, recordsOf } from './records.ts';

const VERSION = '2.1.330';

testProvider(provider, {
  root: new URL('..', import.meta.url),
  facts: factsOf(VERSION),
  request: { version: VERSION },
  // The end of an ordinary turn is the transcript's to tell.
  signals: recordsOf(VERSION, 'signal').filter(
    (line) => line['hook_event_name'] !== 'Stop' && line['reason'] !== 'clear',
  ),
  records: { session: recordsOf(VERSION, 'session'), transcript: recordsOf(VERSION, 'transcript') },
  versions: [
    ['2.1.330 (Claude Code)\n', '2.1.330'],
    ['A newer version is available\n2.1.197 (Claude Code)', '2.1.197'],
    ['1.0.5\n', '1.0.5'],
    ['command not found: claude', undefined],
  ],
});
