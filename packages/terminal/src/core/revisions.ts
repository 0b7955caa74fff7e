import type { ScreenSnapshot } from '../screen.ts';
import { sameScreen } from './capture.ts';
import type { Emulator } from './emulator.ts';

/**
 * Numbers the screens of a terminal: equal numbers are equal screens. Reading a whole screen costs a tenth of a millisecond, and
 * hundreds of them may have to be numbered in a second. So a screen whose cursor moved or that scrolled counts as another one
 * unread, and is read when somebody asks for it.
 */
export class Revisions {
  readonly #emulator: Emulator;
  #revision = 0;
  /** The screen of that number, if it was read. */
  #screen: ScreenSnapshot | undefined;
  #seen: Emulator['progress'] | undefined;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Of the screen that was last looked or glanced at; 0 before. */
  get current(): number {
    return this.#revision;
  }

  /** The number of the screen as it is drawn now. */
  glance(): number {
    const { progress } = this.#emulator;
    const before = this.#seen;
    if (before?.drawn === progress.drawn) return this.#revision;
    const moved = before?.row !== progress.row || before.col !== progress.col || before.scrolled !== progress.scrolled;
    if (!moved) return this.look().revision;
    this.#revision += 1;
    this.#screen = undefined;
    this.#seen = progress;
    return this.#revision;
  }

  /** The screen as it is drawn now. */
  look(): ScreenSnapshot {
    const { progress } = this.#emulator;
    const isNew = this.#seen?.drawn !== progress.drawn;
    if (this.#screen && !isNew) return this.#screen;
    const capture = this.#emulator.capture();
    this.#seen = progress;
    if (this.#screen && sameScreen(this.#screen, capture)) return this.#screen;
    // Without the one before, a screen on which something was drawn counts as changed.
    if (isNew) this.#revision += 1;
    this.#screen = { ...capture, revision: this.#revision };
    return this.#screen;
  }
}
