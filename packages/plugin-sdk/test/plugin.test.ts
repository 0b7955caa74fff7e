import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  EventType,
  PLUGIN_BRAND,
  definePlugin,
  retryLater,
  type HookContext,
  type Hooks,
  type Plugin,
  type PluginEvent,
} from '../src/index.ts';
import { mountPlugin, sampleEvent, sampleRequest } from '../src/testing/index.ts';

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
      turn_completed({ data }) {
        expectTypeOf(data.turn_id).toBeString();
      },
      // @ts-expect-error: not an event
      post_everything() {},
    },
  });
});

test('events are one union that their type tells apart', () => {
  const event = sampleEvent('job_finished') as PluginEvent;
  expect(event.type === 'job_finished' && event.data.state).toBe('succeeded');
  // @ts-expect-error: only after a look at the type
  expect(event.data.state).toBe('succeeded');
  expect(event).toMatchObject({ id: 1, schema_version: 1, type: 'job_finished', session_name: 'cao-sample' });
});

test('options have the type that the schema makes of them, in setup and in every hook', () => {
  const typed = definePlugin({
    name: 'typed',
    options: z.object({ url: z.url(), every: z.coerce.number().default(5) }),
    setup({ options, lastEventId }) {
      expectTypeOf(options).toEqualTypeOf<{ url: string; every: number }>();
      expectTypeOf(lastEventId).toEqualTypeOf<number | null>();
    },
    hooks: {
      needs_input({ data }, { options }) {
        expectTypeOf(options.url).toBeString();
        expectTypeOf(data.question?.text).toEqualTypeOf<string | undefined>();
      },
    },
    before: {
      launch({ agent_profile }, { options }) {
        expectTypeOf(options.every).toBeNumber();
        if (agent_profile === 'root') return { veto: 'not here' };
        return { change: { model: 'small' }, reason: 'it is enough' };
      },
      // @ts-expect-error: whom it is from cannot be changed
      message: () => ({ change: { sender: 'x' }, reason: 'y' }),
    },
  });
  // Whatever its options are, it is a plugin.
  expectTypeOf(typed).toExtend<Plugin>();
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

test('a plugin is tried without a server: options checked, hooks and questions called, torn down', async () => {
  const seen: unknown[] = [];
  const plugin = definePlugin({
    name: 'tried',
    durable: true,
    options: z.object({ url: z.url() }),
    setup({ lastEventId, resumeFrom }) {
      resumeFrom((lastEventId ?? 0) - 2);
    },
    teardown: () => void seen.push('down'),
    hooks: {
      needs_input({ data }, { options, logger, signal }) {
        seen.push([data.question?.text, options.url, signal.aborted]);
        logger.warn('asked', { times: 1 });
      },
      terminal_exited() {
        throw retryLater('closed', 9000);
      },
    },
    before: { tool_call: ({ tool }) => (tool === 'assign' ? { veto: 'alone today' } : undefined) },
  });
  await expect(mountPlugin(plugin, { options: { url: 'nowhere' } })).rejects.toThrow('url: Invalid URL');
  const mounted = await mountPlugin(plugin, { options: { url: 'http://a.example' }, lastEventId: 12 });
  await mounted.emit(sampleEvent('needs_input'));
  await mounted.emit(sampleEvent('server_started'));
  await expect(mounted.emit(sampleEvent('terminal_exited'))).rejects.toMatchObject({ retryAfterMs: 9000 });
  expect(await mounted.ask('tool_call', sampleRequest('tool_call', { tool: 'assign' }))).toEqual({
    veto: 'alone today',
  });
  expect(await mounted.ask('launch', sampleRequest('launch'))).toBeUndefined();
  await mounted.stop();
  expect(seen).toEqual([['Run it?', 'http://a.example', false], 'down']);
  expect(mounted.logged).toEqual(['warn asked {"times":1}']);
  expect(mounted.resumedFrom).toBe(10);
  expectTypeOf<HookContext['home']>().toBeString();
});

test('there is a sample of every event', () => {
  for (const type of EventType.options) expect(sampleEvent(type).data).toBeTypeOf('object');
});

test('tools, routes and panels know their types, and can be tried without a server', async () => {
  const plugin = definePlugin({
    name: 'tickets',
    options: z.object({ team: z.string() }),
    tools: {
      find: {
        description: 'Finds tickets.',
        input: z.object({ text: z.string() }),
        run({ text }, { options, terminalId }) {
          expectTypeOf(text).toBeString();
          expectTypeOf(options.team).toBeString();
          return [options.team, terminalId, text];
        },
      },
    },
    fetch: (request, { options }) => Response.json([options.team, new URL(request.url).pathname]),
    panels: { open: { title: 'Open', data: () => ({ kind: 'markdown', text: '# none' }) } },
  });
  const mounted = await mountPlugin(plugin, { options: { team: 'house' } });
  expect(await mounted.call('find', { text: 'door' })).toEqual(['house', 'bbbbbbbb', 'door']);
  expect(await mounted.call('find', { text: 'door' }, { terminalId: 'cccccccc' })).toContain('cccccccc');
  await expect(mounted.call('find', {})).rejects.toThrow(/text/);
  await expect(mounted.call('lose', {})).rejects.toThrow(/no tool lose/);
  expect(await (await mounted.fetch('/a/b')).json()).toEqual(['house', '/a/b']);
  expect(await mounted.panel('open')).toEqual({ kind: 'markdown', text: '# none' });
  await mounted.stop();
});
