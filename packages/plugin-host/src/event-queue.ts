/** A first-in first-out line of bounded length whose consumer takes one at a time. */
export interface EventQueue<T> {
  /** Never waits and never throws; drops the oldest when the line is full. */
  push(item: T): void;
  /** Resolves when the line is empty and the consumer at rest, or after `ms`; then what is left is dropped. */
  drain(ms: number): Promise<void>;
  readonly dropped: number;
}

/** `consume` must not throw; the next item waits for its promise. */
export function createEventQueue<T>(
  length: number,
  consume: (item: T) => Promise<void>,
  onDrop: (dropped: number) => void,
): EventQueue<T> {
  let items: T[] = [];
  let dropped = 0;
  let closed = false;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    for (let item = items.shift(); item !== undefined; item = items.shift()) await consume(item);
    running = undefined;
  }

  function drop(count: number): void {
    dropped += count;
    onDrop(dropped);
  }

  return {
    push(item) {
      if (closed) return;
      items.push(item);
      if (items.length > length) {
        items.shift();
        drop(1);
      }
      running ??= run();
    },
    async drain(ms) {
      closed = true;
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([running, limit]);
      clearTimeout(timer);
      if (items.length > 0) drop(items.length);
      items = [];
    },
    get dropped() {
      return dropped;
    },
  };
}
