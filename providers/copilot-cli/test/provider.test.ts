import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { eventLines, RECORDED, SESSION, signalLines } from './records.ts';

testProvider(provider, {
  root: new URL('..', import.meta.url),
  facts: { version: '1.0.102', conversationId: 'another', launchedAt: 0 },
  request: { version: '1.0.102' },
  signals: RECORDED.flatMap((version) => signalLines(version)),
  records: { [`events:${SESSION}`]: RECORDED.flatMap((version) => eventLines(version)) },
  versions: [
    ["GitHub Copilot CLI 1.0.102.\nRun 'copilot update' to check for updates.\n", '1.0.102'],
    ['GitHub Copilot CLI 1.0.84-4.\n', '1.0.84-4'],
    ['GitHub Copilot CLI requires Node.js v24 or higher.', undefined],
  ],
});
