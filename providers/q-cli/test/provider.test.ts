import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';

const hook = { cwd: '/srv/shop' };

testProvider(provider, {
  root: new URL('..', import.meta.url),
  facts: { version: '1.19.7' },
  request: { version: '1.19.7' },
  signals: [
    { ...hook, hook_event_name: 'userPromptSubmit', prompt: 'Count the files' },
    { ...hook, hook_event_name: 'stop' },
  ],
  versions: [
    ['q 1.19.7\n', '1.19.7'],
    ['qchat 1.12.0\n', '1.12.0'],
    ['kiro-cli 2.28.0\n', undefined],
  ],
});
