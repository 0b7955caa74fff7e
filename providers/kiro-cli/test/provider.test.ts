import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { hooks, log } from './records.ts';

testProvider(provider, {
  root: new URL('..', import.meta.url),
  facts: { version: '2.28.0', conversationId: undefined },
  request: { version: '2.28.0' },
  signals: hooks(),
  records: { session: log() },
  versions: [
    ['kiro-cli 2.28.0\n', '2.28.0'],
    ['kiro-cli 3.0.0-beta.1\n', '3.0.0-beta.1'],
    ['kiro 0.12.224 (the editor)\n', undefined],
    ['q 1.19.7\n', undefined],
  ],
});
