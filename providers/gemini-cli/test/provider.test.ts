import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { RECORDED, signalLines, transcriptLines } from './records.ts';

testProvider(provider, {
  root: new URL('..', import.meta.url),
  facts: { version: '0.61.0' },
  request: { version: '0.61.0' },
  signals: RECORDED.flatMap((version) => signalLines(version)),
  records: { 'transcript:x': RECORDED.flatMap((version) => transcriptLines(version)) },
  versions: [
    ['0.61.0\n', '0.61.0'],
    ['(node:1) Warning: something\n0.62.0-nightly.20261120.1\n', '0.62.0-nightly.20261120.1'],
    ['command not found: gemini 1.0', undefined],
  ],
});
