import type { Size } from '../backend.ts';
import { Emulator } from '../core/emulator.ts';
import type { ScreenSnapshot } from '../screen.ts';

/** A screen on which recorded bytes are drawn, without a program. */
export interface RecordedScreen {
  /** Resolves when these bytes are drawn. */
  draw(bytes: Uint8Array): Promise<ScreenSnapshot>;
  dispose(): void;
}

/** Scrollback is never asked for here. */
const SCROLLBACK = 100;

export function createRecordedScreen(size: Size): RecordedScreen {
  const ignore = (): void => {};
  const emulator = new Emulator({
    size,
    scrollback: SCROLLBACK,
    onReply: ignore,
    onTitle: ignore,
    onNotification: ignore,
    onFault(error) {
      throw error;
    },
  });
  let revision = 0;
  return {
    async draw(bytes) {
      await new Promise<void>((resolve) => {
        emulator.feed(bytes, resolve);
      });
      revision += 1;
      return { ...emulator.capture(), revision };
    },
    dispose: () => emulator.dispose(),
  };
}
