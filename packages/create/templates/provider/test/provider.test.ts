import { testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { skip } from './skipped.ts';

const turn = { session_id: 's-1', turn_id: 's-1:1' };

// Screens and streams of signals are folders below fixtures/screens; `cao terminal capture` makes them.
testProvider(provider, {
  root: new URL('..', import.meta.url),
  versions: [
    ['mock_cli 0.1.0\n', '0.1.0'],
    ['no version here', undefined],
  ],
  // As the CLI writes them: each must be understood, and damaged copies survived.
  signals: [
    { hook: 'SessionStart', transcript_path: '/home/someone/s-1.jsonl', ...turn },
    { hook: 'UserPromptSubmit', prompt: 'hi', ...turn },
    { hook: 'PreToolUse', tool_name: 'bash', ...turn },
    { hook: 'PermissionRequest', question: 'Go?', options: [{ key: '1', label: 'Yes' }], ...turn },
    { hook: 'Stop', last_assistant_message: 'hello', ...turn },
    { hook: 'StopFailure', error: 'overloaded', ...turn },
    { hook: 'Interrupt', ...turn },
    { hook: 'SessionEnd', reason: 'exit', ...turn },
  ],
  skip,
});
