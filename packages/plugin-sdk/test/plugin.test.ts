import { expect, expectTypeOf, test } from 'vitest';
import { EventType, PLUGIN_BRAND, definePlugin, type Hooks, type PluginEvent } from '../src/index.ts';

test('a plugin is marked with a symbol that every copy of the package shares', () => {
  const plugin = definePlugin({ name: 'chat' });
  expect(PLUGIN_BRAND).toBe(Symbol.for('cao.plugin'));
  expect(plugin).toMatchObject({ name: 'chat', [Symbol.for('cao.plugin')]: 1 });
  expect(Object.isFrozen(plugin)).toBe(true);
});

test('there is one hook per event of the contract, and hooks know their payload', () => {
  expectTypeOf<keyof Hooks>().toEqualTypeOf<EventType>();
  definePlugin({
    name: 'typed',
    hooks: {
      post_send_message(event) {
        expectTypeOf(event.data.orchestration_type).toEqualTypeOf<'send_message' | 'handoff' | 'assign'>();
        expectTypeOf(event.data.message).toBeString();
      },
      post_create_terminal({ data }) {
        expectTypeOf(data).toEqualTypeOf<{
          readonly terminal_id: string;
          readonly agent_name: string | null;
          readonly provider: string;
        }>();
      },
      turn_completed(event) {
        expectTypeOf(event.data).toEqualTypeOf<Readonly<Record<string, unknown>>>();
      },
      // @ts-expect-error: not an event
      post_everything() {},
    },
  });
});

test('the promised names are events of the contract', () => {
  const promised = [
    'post_create_session',
    'post_kill_session',
    'post_create_terminal',
    'post_kill_terminal',
    'post_send_message',
  ];
  expect(EventType.options).toEqual(expect.arrayContaining(promised));
  expectTypeOf<PluginEvent['session_name']>().toEqualTypeOf<string | null>();
});
