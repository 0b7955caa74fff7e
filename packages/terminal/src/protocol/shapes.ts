import { z } from 'zod';

/** The types of `backend.ts` as they cross the socket. Keys that are undefined are left out there and put back here. */
export const Size = z.object({ cols: z.number(), rows: z.number() });

export const SpawnSpec = z.object({
  id: z.string().max(64),
  argv: z.tuple([z.string()], z.string()),
  cwd: z.string(),
  env: z.record(z.string(), z.string()),
  size: Size,
  logPath: z.string(),
  labels: z.record(z.string(), z.string()),
});

export const ExitFacts = z
  .object({ code: z.number().optional(), signal: z.number().optional(), at: z.number() })
  .transform(({ code, signal, at }) => ({ code, signal, at }));

export const TerminalFacts = z
  .object({
    id: z.string(),
    pid: z.number(),
    startedAt: z.number(),
    size: Size,
    title: z.string(),
    logBytes: z.number(),
    revision: z.number(),
    exit: ExitFacts.optional(),
    labels: z.record(z.string(), z.string()),
    viewers: z.number(),
    logPath: z.string(),
  })
  .transform((facts) => ({ ...facts, exit: facts.exit }));

export const ScreenSnapshot = z.object({
  lines: z.array(z.string()),
  cols: z.number(),
  rows: z.number(),
  cursor: z.object({ row: z.number(), col: z.number(), visible: z.boolean() }),
  title: z.string(),
  alternate: z.boolean(),
  bracketedPaste: z.boolean(),
  faint: z.array(z.tuple([z.number(), z.number(), z.number()])),
  revision: z.number(),
});

export const InputReceipt = z.object({
  key: z.string(),
  typed: z.boolean(),
  at: z.number(),
  revision: z.number(),
});

const origin = { id: z.string(), at: z.number() };

export const TerminalEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('active'), ...origin }),
  z.object({
    type: z.literal('settled'),
    ...origin,
    revision: z.number(),
    flowing: z.boolean(),
    // A host that was started by an older version does not tell.
    passing: z.boolean().default(false),
  }),
  z.object({ type: z.literal('title'), ...origin, title: z.string() }),
  z.object({ type: z.literal('notification'), ...origin, text: z.string() }),
  z.object({ type: z.literal('viewers'), ...origin, viewers: z.number() }),
  z.object({ type: z.literal('typed'), ...origin, submitted: z.boolean() }),
  z.object({ type: z.literal('exit'), ...origin, exit: ExitFacts }),
]);
