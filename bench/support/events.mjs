// Server-sent events with the moment at which each one arrived.
import { get } from 'node:http';

/** Follows the events of a server. `next` resolves with the first one from now on that matches, and when it came. */
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
      if (!waiter.matches(event)) continue;
      waiting.delete(waiter);
      waiter.resolve(event);
    }
  }

  return {
    next: (matches) => new Promise((resolve) => waiting.add({ matches, resolve })),
    /** The end of the next turn of a terminal. */
    turnEnd: (id) => new Promise((resolve) => waiting.add({ matches: endOf(id), resolve })),
    close: () => incoming.destroy(),
  };
}

function endOf(id) {
  return (event) => event.terminal_id === id && (event.type === 'turn_completed' || event.type === 'turn_failed');
}
