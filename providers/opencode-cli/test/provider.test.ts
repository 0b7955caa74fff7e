import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { signalLines } from './records.ts';

testProvider(provider, {
  root: new URL('..', import.meta.url),
  facts: { version: '1.18.33' },
  request: { version: '1.18.33' },
  signals: signalLines(),
  versions: [
    ['1.18.33\n', '1.18.33'],
    ['opencode v1.14.41\n', '1.14.41'],
    ['command not found', undefined],
  ],
});
