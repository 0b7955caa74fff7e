import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkOptions } from '../src/options/check.ts';
import { createRedact } from '../src/options/redact.ts';

const schema = z.object({
  url: z.url(),
  every: z.number().min(1).default(60),
  loud: z.boolean().optional(),
  rooms: z.array(z.string()).optional(),
  pin: z.string().optional(),
  webhookToken: z.string().min(8).optional(),
});

function check(settings: Record<string, unknown>, env: Record<string, string> = {}, plugins: readonly string[] = []) {
  return checkOptions(schema, { plugin: 'chat', settings, env, plugins: ['chat', ...plugins] });
}

test('a variable goes before the settings and is read as the schema wants it', async () => {
  const env = {
    CAO_PLUGIN_CHAT_URL: 'https://b.example',
    CAO_PLUGIN_CHAT_EVERY: '5',
    CAO_PLUGIN_CHAT_LOUD: 'on',
    CAO_PLUGIN_CHAT_ROOMS: 'a, b',
    CAO_PLUGIN_CHAT_PIN: '0042',
    CAO_PLUGIN_CHAT_WEBHOOK_TOKEN: 'abcdefgh',
    CAO_PLUGIN_CHATTY_URL: 'not ours',
  };
  const { options, problems } = await check({ url: 'https://a.example', every: 9 }, env);
  expect(problems).toEqual([]);
  expect(options).toEqual({
    url: 'https://b.example',
    every: 5,
    loud: true,
    rooms: ['a', 'b'],
    pin: '0042',
    webhookToken: 'abcdefgh',
  });
});

test('an empty variable is none, and one of a plugin with a longer name is not ours', async () => {
  const env = { CAO_PLUGIN_CHAT_EVERY: '', CAO_PLUGIN_CHAT_BOT_URL: 'https://bot.example' };
  const { options, unknown } = await check({ url: 'https://a.example' }, env, ['chat-bot']);
  expect(options).toEqual({ url: 'https://a.example', every: 60 });
  expect(unknown).toEqual([]);
});

test('a slip of the pen is told by name', async () => {
  expect(await check({ url: 'https://a.example', urll: 'x' })).toMatchObject({ unknown: ['urll'], problems: [] });
});

test('what is wrong names the option, where it stands, and what is expected; never what was given', async () => {
  const settings = { every: 0.25, webhookToken: 'hunter2' };
  const { options, problems } = await check(settings, { CAO_PLUGIN_CHAT_LOUD: 'perhaps' });
  expect(options).toBeUndefined();
  expect(problems).toEqual([
    'url (not set; CAO_PLUGIN_CHAT_URL): Invalid input: expected string, received undefined',
    'every (from the settings): Too small: expected number to be >=1',
    'loud (CAO_PLUGIN_CHAT_LOUD): Invalid input: expected boolean, received string',
    'webhookToken (from the settings): Too small: expected string to have >=8 characters',
  ]);
  expect(JSON.stringify(problems)).not.toMatch(/hunter2|perhaps|0\.25/);
});

test('a schema that repeats what it was given is not let', async () => {
  const chatty = {
    '~standard': {
      version: 1,
      vendor: 'chatty',
      validate(given: unknown) {
        const { key, pin } = given as Record<string, unknown>;
        const issues = [
          { message: `must be a number (was ${JSON.stringify(key)})`, path: [{ key: 'key' }] },
          { message: `42 is wrong, got ${String(pin)}`, path: ['pin', 0] },
        ];
        return Promise.resolve({ issues });
      },
    },
  } as const;
  const settings = { key: 'a "quoted" secret', pin: 7 };
  const { problems } = await checkOptions(chatty, { plugin: 'chatty', settings, env: {}, plugins: [] });
  expect(problems).toEqual([
    'key (from the settings): must be a number (was "[option key]")',
    'pin.0 (from the settings): 42 is wrong, got [option pin]',
  ]);
});

test('without a schema options are what was given', async () => {
  const env = { CAO_PLUGIN_CHAT_EVERY: '5' };
  const checked = await checkOptions(undefined, { plugin: 'chat', settings: { url: 'u' }, env, plugins: [] });
  expect(checked.options).toEqual({ url: 'u', every: '5' });
});

test('text of options is taken out of whatever is shown, in each form it may have', () => {
  const redact = createRedact({ url: 'https://x.example/a b/secret', deep: { list: ['tok"en'] }, on: 'yes', n: 5 });
  expect(
    redact({
      error: new Error('POST https://x.example/a b/secret: 500'),
      again: ['tok"en', encodeURIComponent('https://x.example/a b/secret'), JSON.stringify('tok"en')],
      fine: 'yes, 5 times',
    }),
  ).toEqual({
    error: 'POST [option url]: 500',
    again: ['[option deep]', '[option url]', '"[option deep]"'],
    fine: 'yes, 5 times',
  });
});
