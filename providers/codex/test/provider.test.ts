import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { hookLines, rolloutLines } from './records.ts';
import { render } from './render.ts';

const SESSION = 'rollout:01a204ed-5296-7e22-b763-698c2746e670';
const ofMainThread = hookLines('0.169.0').filter((line) => line['agent_id'] === undefined);

testProvider(provider, {
  root: new URL('..', import.meta.url),
  facts: { version: '0.169.0' },
  request: { version: '0.169.0' },
  signals: ofMainThread,
  render,
  records: { [SESSION]: rolloutLines('0.169.0') },
  versions: [
    ['codex-cli 0.169.0\n', '0.169.0'],
    ['WARNING: something about PATH\ncodex-cli 0.128.0-alpha.3\n', '0.128.0-alpha.3'],
    ['command not found', undefined],
  ],
});
