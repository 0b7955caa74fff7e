import type { Emulator } from './emulator.ts';

/**
 * Tells whether text runs through a screen, so that nothing which stood on it is left. A question or a prompt stands still, be it
 * below text that scrolls: then some edge of the screen has not changed.
 */
export class Passage {
  readonly #emulator: Emulator;
  #scrolled = 0;
  #edges: readonly string[] = [];
  #markedAt = -Infinity;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** When the screen was remembered that `through` compares with. */
  get markedAt(): number {
    return this.#markedAt;
  }

  /** Remembers the screen as it is drawn now. */
  mark(now: number): void {
    this.#markedAt = now;
    this.#scrolled = this.#emulator.progress.scrolled;
    this.#edges = this.#emulator.edges();
  }

  /** Nothing is left of the screen that was remembered. */
  get through(): boolean {
    const { progress, size } = this.#emulator;
    if (progress.scrolled - this.#scrolled < size.rows) return false;
    const edges = this.#emulator.edges();
    return this.#edges.every((text, edge) => text === '' || text !== edges[edge]);
  }
}
