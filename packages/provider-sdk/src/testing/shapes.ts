import { z } from 'zod';
import { Question } from '@cao/contracts';

const KEY_NAMES = 'Enter Escape Tab BTab Space Backspace Up Down Left Right Home End PageUp PageDown'.split(' ');

/** Longest wait a step may ask for; nobody else can type into the terminal meanwhile. */
const MAX_SETTLE_MS = 30_000;

const StepShape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('paste'), text: z.string() }),
  z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
  z.strictObject({
    type: z.literal('key'),
    key: z.string().refine((key) => KEY_NAMES.includes(key) || /^[CM]-.+$/.test(key), 'not a key name'),
  }),
  z
    .strictObject({
      type: z.literal('settle'),
      quietMs: z.number().positive(),
      maxMs: z.number().positive().max(MAX_SETTLE_MS),
    })
    .refine((step) => step.quietMs <= step.maxMs, 'quietMs is longer than maxMs'),
]);

export const StepsShape = z.array(StepShape).min(1);

export const ReadingShape = z
  .strictObject({
    state: z.enum(['starting', 'ready', 'busy', 'waiting', 'unknown']),
    rule: z.string().min(1),
    question: Question.optional(),
    dialog: z.strictObject({ id: z.string().min(1), steps: StepsShape }).optional(),
    outcome: z
      .strictObject({ type: z.enum(['completed', 'failed', 'interrupted']), error: z.string().optional() })
      .optional(),
    composer: z.string().optional(),
  })
  .refine(
    (reading) => reading.question === undefined || reading.state === 'waiting',
    'a question comes with `waiting`',
  );

const meta = { rule: z.string().min(1), at: z.number().optional() };
const nativeId = z.string().optional();

export const ReportedShape = z.array(
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('session'),
      conversationId: z.string().min(1).optional(),
      transcriptPath: z.string().min(1).optional(),
      ...meta,
    }),
    z.strictObject({ type: z.literal('turn_started'), prompt: z.string().optional(), nativeId, ...meta }),
    z.strictObject({ type: z.literal('working'), detail: z.string().optional(), ...meta }),
    z.strictObject({ type: z.literal('needs_input'), question: Question.optional(), ...meta }),
    z.strictObject({ type: z.literal('turn_completed'), reply: z.string().optional(), nativeId, ...meta }),
    z.strictObject({ type: z.literal('turn_failed'), error: z.string(), nativeId, ...meta }),
    z.strictObject({ type: z.literal('turn_interrupted'), nativeId, ...meta }),
    z.strictObject({
      type: z.literal('state'),
      state: z.enum(['ready', 'busy', 'waiting']),
      detail: z.string().optional(),
      ...meta,
    }),
    z.strictObject({ type: z.literal('ended'), reason: z.string().optional(), ...meta }),
  ]),
);

export const SourcesShape = z.array(
  z
    .strictObject({
      id: z.string().min(1),
      path: z.string().startsWith('/').optional(),
      find: z
        .strictObject({
          directory: z.string().startsWith('/'),
          depth: z.number().int().min(0),
          match: z.instanceof(RegExp),
        })
        .optional(),
      format: z.enum(['json', 'jsonl']),
    })
    .refine((source) => source.path === undefined || source.find === undefined, '`path` or `find`, not both'),
);
