// Server-sent events with the moment at which each one arrived.
import { get } from 'node:http';

/** What takes longer has failed. */
const LIMIT_MS = 60_000;

/** Follows the events of a server. Each carries when it came. */
export async function followEvents(url, token) {
  const waiting = new Set();
  const incoming = await new Promise((resolve, reject) => {
    get(`${url}/events`, { headers: { authorization: `Bearer ${token}` } }, resolve).on('error', reject);
  });
  let rest = '';
  incoming.setEncoding('utf8').on('data', (part) => {
    const arrival = Date.now();
    const frames = (rest + part).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data !== undefined) hear({ ...JSON.parse(data), arrival });
    }
  });
  incoming.on('error', () => {});

  function hear(event) {
    for (const waiter of waiting) {
      if (!waiter.matches(event) || --waiter.left > 0) continue;
      waiting.delete(waiter);
      clearTimeout(waiter.timer);
      waiter.resolve(event);
    }
  }

  /** Resolves with the last of the next `count` events that match. */
  function next(matches, count = 1) {
    return new Promise((resolve, reject) => {
      const waiter = { matches, left: count, resolve, timer: setTimeout(() => give(waiter, reject), LIMIT_MS) };
      waiting.add(waiter);
    });
  }

  function give(waiter, reject) {
    waiting.delete(waiter);
    reject(new Error(`${waiter.left} events did not come within ${LIMIT_MS} ms`));
  }

  return {
    next,
    /** The end of the last of the next `count` turns of a terminal. */
    turnEnd: (id, count = 1) => next(endOf(id), count),
    close: () => incoming.destroy(),
  };
}

function endOf(id) {
  return (event) => event.terminal_id === id && (event.type === 'turn_completed' || event.type === 'turn_failed');
}
