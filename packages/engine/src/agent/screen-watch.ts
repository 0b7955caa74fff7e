import type { ScreenSnapshot } from '@cao/provider-sdk';

/** Reads the settled screen, at most one reading under way; a change during a reading causes one more. */
export interface ScreenWatch {
  look(): void;
  /** A reading of a screen taken after the call. */
  fresh(): Promise<ScreenSnapshot>;
}

export function createScreenWatch(options: {
  snapshot: () => Promise<ScreenSnapshot>;
  read: (screen: ScreenSnapshot) => void;
  failed: (error: unknown) => void;
}): ScreenWatch {
  let looking = false;
  let again = false;

  async function run(): Promise<void> {
    looking = true;
    try {
      do {
        again = false;
        options.read(await options.snapshot());
      } while (again);
    } catch (error) {
      options.failed(error);
    } finally {
      looking = false;
    }
  }

  return {
    look() {
      if (looking) again = true;
      else void run();
    },
    async fresh() {
      const screen = await options.snapshot();
      options.read(screen);
      return screen;
    },
  };
}
