import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { hookLines, wireLines } from './records.ts';
import { render } from './render.ts';

testProvider(provider, {
  root: new URL('..', import.meta.url),
  facts: { version: '2.1.0' },
  request: { version: '2.1.0' },
  signals: hookLines('2.1.0'),
  render,
  records: { 'wire:session_b6eaa833-9535-48ac-8065-a1d8b5229898': wireLines('2.1.0') },
  versions: [
    ['2.1.0\n', '2.1.0'],
    ['0.31.0-beta.2\n', '0.31.0-beta.2'],
    ['kimi, version 1.47.0\n', '1.47.0+python'],
    ['kimi-cli version: 1.20\n', '1.20+python'],
    ['kimi: command not found', undefined],
  ],
});
