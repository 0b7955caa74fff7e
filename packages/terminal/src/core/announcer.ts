/** Titles that turn like spinners change ten times a second; more often nobody needs to know. */
const TITLE_EVERY_MS = 100;

/** A program that rings without end is heard once in this time. */
const BELL_EVERY_MS = 250;

/** Notices of one terminal in one second; a program that sends more is broken or hostile. */
const NOTICES_PER_SECOND = 20;

export interface AnnouncerHandlers {
  readonly title: (title: string) => void;
  readonly notification: (text: string) => void;
}

/** Passes on titles and notices at a bearable rate. The last title is always told; surplus bells and notices are dropped. */
export class Announcer {
  readonly #handlers: AnnouncerHandlers;
  #title = '';
  #told = '';
  #timer: NodeJS.Timeout | undefined;
  #bellAt = -Infinity;
  #second = -Infinity;
  #notices = 0;

  constructor(handlers: AnnouncerHandlers) {
    this.#handlers = handlers;
  }

  title(title: string): void {
    this.#title = title;
    if (this.#timer) return;
    this.flush();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#title !== this.#told) this.title(this.#title);
    }, TITLE_EVERY_MS);
  }

  notification(text: string): void {
    const now = performance.now();
    if (text === '') {
      if (now - this.#bellAt < BELL_EVERY_MS) return;
      this.#bellAt = now;
    }
    if (now - this.#second >= 1_000) {
      this.#second = now;
      this.#notices = 0;
    }
    this.#notices += 1;
    if (this.#notices <= NOTICES_PER_SECOND) this.#handlers.notification(text);
  }

  /** Tells the title now if it is news. */
  flush(): void {
    if (this.#title === this.#told) return;
    this.#told = this.#title;
    this.#handlers.title(this.#title);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.flush();
  }
}
