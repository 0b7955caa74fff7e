import { describe } from 'vitest';
import { endContract } from './end-contract.ts';
import { inputContract } from './input-contract.ts';
import { screenContract } from './screen-contract.ts';
import { useStage, type OpenBackend } from './stage.ts';
import { startContract } from './start-contract.ts';
import { viewerContract } from './viewer-contract.ts';

export { createRecordedScreen, type RecordedScreen } from './recorded-screen.ts';
export type { OpenBackend, OpenedBackend } from './stage.ts';

/** Real programs start and are waited for; a busy machine takes its time. */
const TEST_MS = 60_000;

/** What every `TerminalBackend` promises, proven with real programs. Needs a POSIX shell and Node. */
export function describeTerminalBackend(name: string, open: OpenBackend): void {
  describe(`${name} as a terminal backend`, { timeout: TEST_MS }, () => {
    const stage = useStage(open);
    describe('start', () => {
      startContract(stage);
    });
    describe('screen', () => {
      screenContract(stage);
    });
    describe('input', () => {
      inputContract(stage);
    });
    describe('end', () => {
      endContract(stage);
    });
    describe('viewers', () => {
      viewerContract(stage);
    });
  });
}
