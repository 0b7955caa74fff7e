import type { ViewerOptions } from './backend.ts';

/** Calls what a caller gave us. Its faults are its own: they surface as uncaught exceptions and stop nothing here. */
export function call(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

export interface HeldCallbacks {
  readonly options: ViewerOptions;
  /** Call when the viewer is about to be handed out. */
  release(): void;
}

/** Keeps a viewer's callbacks back until its owner has the viewer in hand: the first thing they do is to acknowledge. */
export function holdCallbacks({ onData, onSize, onEnd, control }: ViewerOptions): HeldCallbacks {
  let held: (() => void)[] | undefined = [];
  const pass = (callback: () => void): void => {
    if (held) held.push(callback);
    else call(callback);
  };
  return {
    options: {
      onData: (data, reset) => pass(() => onData(data, reset)),
      onSize: (size, holder) => pass(() => onSize(size, holder)),
      onEnd: (exit) => pass(() => onEnd(exit)),
      ...(control && { control }),
    },
    release() {
      // The promise is resolved first, and what waits for it runs before the event loop comes to this.
      setImmediate(() => {
        const callbacks = held ?? [];
        held = undefined;
        for (const callback of callbacks) call(callback);
      });
    },
  };
}
