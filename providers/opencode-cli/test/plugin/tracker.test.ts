import { describe, expect, it } from 'vitest';
import type { PluginSignal } from '../../src/plugin/signal.ts';
import { Tracker } from '../../src/plugin/tracker.ts';
import { pluginRecords, RECORDED, type Recorded } from '../records.ts';

function replay(version: Recorded): readonly PluginSignal[] {
  const tracker = new Tracker();
  return pluginRecords(version).flatMap(({ hook, event, output }) =>
    hook === 'event' ? tracker.event(event) : tracker.prompt(output),
  );
}

/** Ids of messages ascend. */
const PROMPT = 'msg_5';

const event = (type: string, properties: object) => ({ type, properties });
const status = (sessionID: string, type: string, more: object = {}) =>
  event('session.status', { sessionID, status: { type, ...more } });
const prompt = (sessionID: string, text: string) => ({
  message: { id: PROMPT, sessionID, role: 'user' },
  parts: [
    { type: 'text', text },
    { type: 'text', text: 'what OpenCode adds', synthetic: true },
  ],
});
const message = (sessionID: string, id: string, more: object = {}) =>
  event('message.updated', { sessionID, info: { id, sessionID, role: 'assistant', ...more } });
const done = (sessionID: string, id: string) => message(sessionID, id, { time: { created: 1, completed: 2 } });
const said = (sessionID: string, messageID: string, text: string) =>
  event('message.part.updated', { sessionID, part: { id: `part-${messageID}`, messageID, type: 'text', text } });

/** A tracker in the middle of a turn of session `a`. */
function inTurn(): Tracker {
  const tracker = new Tracker();
  tracker.prompt(prompt('a', 'go'));
  tracker.event(status('a', 'busy'));
  tracker.event(message('a', 'msg_61'));
  return tracker;
}

describe.each(RECORDED)('a recorded session of %s', (version) => {
  it('is eight turns with their ends', () => {
    const ends = replay(version).filter(({ opencode }) => opencode.startsWith('turn_') && opencode !== 'turn_started');
    expect(ends.map((end) => ('reply' in end ? end.reply : 'error' in end ? end.error : end.opencode))).toEqual([
      'This answer comes a word at a time.\n  \n- item *one*\n- `two`  \n\n',
      'thanks',
      'thanks',
      'written',
      'turn_interrupted',
      version === '1.18.33' ? 'after the retry' : 'after',
      'turn_interrupted',
      'scripted failure 400',
    ]);
  });

  it('begins every turn once, with its prompt, and asks four times', () => {
    const signals = replay(version);
    const started = signals.filter(({ opencode }) => opencode === 'turn_started');
    expect(started).toHaveLength(8);
    expect(started.at(-1)).toMatchObject({ prompt: 'FAIL:400' });
    expect(signals.filter(({ opencode }) => opencode === 'asks')).toHaveLength(4);
    expect(signals.filter(({ opencode }) => opencode === 'answered')).toHaveLength(4);
  });
});

describe('turns', () => {
  it('begin with what the person wrote, without what OpenCode adds to it', () => {
    const tracker = new Tracker();
    expect(tracker.prompt(prompt('a', 'go'))).toEqual([]);
    expect(tracker.event(status('a', 'busy'))).toEqual([
      { opencode: 'turn_started', session: 'a', message: PROMPT, prompt: 'go' },
    ]);
    expect(tracker.event(status('a', 'busy'))).toEqual([]);
  });

  it('end once, though OpenCode says idle several times', () => {
    const tracker = inTurn();
    tracker.event(said('a', 'msg_61', 'done'));
    tracker.event(done('a', 'msg_61'));
    expect(tracker.event(status('a', 'idle'))).toMatchObject([{ opencode: 'turn_completed', reply: 'done' }]);
    expect(tracker.event(event('session.idle', { sessionID: 'a' }))).toEqual([]);
  });

  it('have the last message as their answer, and no summary', () => {
    const tracker = inTurn();
    tracker.event(said('a', 'msg_61', 'let me see'));
    tracker.event(message('a', 'msg_62'));
    tracker.event(said('a', 'msg_62', 'the answer'));
    tracker.event(done('a', 'msg_62'));
    tracker.event(message('a', 'msg_63', { summary: true }));
    tracker.event(said('a', 'msg_63', 'what was said so far'));
    expect(tracker.event(status('a', 'idle'))).toMatchObject([{ reply: 'the answer' }]);
  });

  it('go on after an error that the next message leaves behind', () => {
    const tracker = inTurn();
    tracker.event(event('session.error', { sessionID: 'a', error: { name: 'APIError', data: { message: 'no' } } }));
    tracker.event(message('a', 'msg_61', { error: { name: 'APIError' } }));
    tracker.event(message('a', 'msg_62'));
    tracker.event(said('a', 'msg_62', 'after all'));
    tracker.event(done('a', 'msg_62'));
    expect(tracker.event(status('a', 'idle'))).toMatchObject([{ opencode: 'turn_completed', reply: 'after all' }]);
  });

  it('are not touched by what is told late of the turn before', () => {
    const tracker = inTurn();
    const late = [done('a', 'msg_41'), status('a', 'idle'), event('session.idle', { sessionID: 'a' })];
    expect(late.flatMap((one) => tracker.event(one))).toEqual([]);
    tracker.event(said('a', 'msg_61', 'the answer'));
    tracker.event(done('a', 'msg_61'));
    expect(tracker.event(status('a', 'idle'))).toMatchObject([{ reply: 'the answer' }]);
  });

  it('end after a while when nothing but an idle comes', () => {
    const tracker = inTurn();
    tracker.event(status('a', 'idle'));
    expect(tracker.tick()).toEqual([]);
    expect(tracker.tick()).toMatchObject([{ opencode: 'turn_completed', reply: '' }]);
    expect(tracker.tick()).toEqual([]);
  });

  it('fail at once when the error comes before any work', () => {
    const tracker = new Tracker();
    tracker.prompt(prompt('a', 'go'));
    const error = { name: 'ProviderModelNotFoundError', data: { providerID: 'x', modelID: 'y' } };
    expect(tracker.event(event('session.error', { sessionID: 'a', error }))).toEqual([
      { opencode: 'turn_started', session: 'a', message: PROMPT, prompt: 'go' },
      { opencode: 'turn_failed', session: 'a', message: PROMPT, error: 'ProviderModelNotFoundError' },
    ]);
  });
});

describe('sub-agents', () => {
  it('begin and end no turn, and leave the answer alone', () => {
    const tracker = inTurn();
    tracker.event(said('a', 'msg_61', 'asked somebody'));
    tracker.event(event('session.created', { info: { id: 'b', parentID: 'a' } }));
    tracker.prompt(prompt('b', 'help'));
    const child = [status('b', 'busy'), message('b', 'c1'), said('b', 'c1', 'helped'), status('b', 'idle')];
    expect(child.flatMap((one) => tracker.event(one))).toEqual([]);
    tracker.event(done('a', 'msg_61'));
    expect(tracker.event(status('a', 'idle'))).toMatchObject([{ session: 'a', reply: 'asked somebody' }]);
  });

  it('are known by their parent when an old one is taken up again', () => {
    const tracker = inTurn();
    tracker.prompt(prompt('b', 'help'));
    tracker.event(event('session.updated', { info: { id: 'b', parentID: 'a' } }));
    expect(tracker.event(status('b', 'busy'))).toEqual([]);
  });

  it('ask as the terminal they run in', () => {
    const tracker = inTurn();
    tracker.event(event('session.created', { info: { id: 'b', parentID: 'a' } }));
    const asked = event('permission.asked', { id: 'p', sessionID: 'b', permission: 'bash' });
    expect(tracker.event(asked)).toEqual([{ opencode: 'asks', session: 'b' }]);
  });
});

describe('the session that works', () => {
  it('is none while a question is open, and none after the turn', () => {
    const tracker = inTurn();
    expect(tracker.working()).toBe('a');
    tracker.event(event('permission.asked', { id: 'p', sessionID: 'a' }));
    expect(tracker.working()).toBeUndefined();
    tracker.event(event('permission.replied', { requestID: 'p', sessionID: 'a', reply: 'once' }));
    expect(tracker.working()).toBe('a');
    tracker.event(done('a', 'msg_61'));
    tracker.event(status('a', 'idle'));
    expect(tracker.working()).toBeUndefined();
  });
});
