import { garbage, RECOVERY } from './garbage.ts';
import { layOut, type Look } from './layout.ts';
import { createView, type Screen } from './view.ts';

/** Slow enough to cost nothing, fast enough to look alive. */
const SPINNER_MS = 250;
/** Odd, so that characters and sequences are cut between writes. */
const NOISE_PIECE = 997;

const TITLES: Readonly<Record<Look['mode'], string | undefined>> = {
  ready: '◇ mock_cli',
  working: '✦ mock_cli: working',
  waiting: '✋ mock_cli: waiting',
  trust: undefined,
};

export interface SurfaceOptions {
  readonly write: (bytes: string | Uint8Array) => void;
  readonly screen: () => Screen;
  readonly title: boolean;
  readonly look: (frame: number) => Look;
}

/** The terminal as the program sees it: draws what is to be seen now, and knows when to keep still. */
export interface Surface {
  readonly draw: (committed?: readonly string[]) => void;
  /** Draws everything again on a cleared screen. */
  readonly redraw: () => void;
  readonly animate: (on: boolean) => void;
  /** No output at all while on. */
  readonly silence: (on: boolean) => void;
  /** Writes noise, then cleans up; returns its size in bytes. */
  readonly noise: (seed: number) => Promise<number>;
  readonly erase: () => void;
}

export function createSurface(options: SurfaceOptions): Surface {
  const view = createView(options.write, options.screen);
  let silent = false;
  let shownTitle: string | undefined;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  function draw(committed: readonly string[] = []): void {
    if (silent) return;
    const look = options.look(frame);
    const title = TITLES[look.mode];
    if (options.title && title !== undefined && title !== shownTitle) {
      shownTitle = title;
      options.write(`\x1b]0;${title}\x07`);
    }
    view.draw(layOut(look, options.screen()), committed);
  }

  function animate(on: boolean): void {
    clearInterval(timer);
    if (!on) return;
    timer = setInterval(() => {
      frame += 1;
      draw();
    }, SPINNER_MS);
  }

  function redraw(): void {
    view.spoil();
    draw();
  }

  return {
    draw,
    redraw,
    animate,
    silence: (on) => {
      silent = on;
      draw();
    },
    noise: async (seed) => {
      const bytes = garbage(seed);
      animate(false);
      silent = true;
      for (let at = 0; at < bytes.length; at += NOISE_PIECE) {
        options.write(bytes.subarray(at, at + NOISE_PIECE));
        await new Promise((resolve) => setImmediate(resolve));
      }
      options.write(RECOVERY);
      shownTitle = undefined;
      silent = false;
      animate(true);
      redraw();
      return bytes.length;
    },
    erase: () => view.erase(),
  };
}
