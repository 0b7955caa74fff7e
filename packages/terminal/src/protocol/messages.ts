import { z } from 'zod';
import { TERMINAL_ERROR_CODES } from '../errors.ts';
import type { KeyName } from '../input.ts';
import { Size, SpawnSpec, TerminalEvent } from './shapes.ts';

/** Both sides must have the same. Raise it with every change that an older side would misunderstand. */
export const PROTOCOL_VERSION = 1;

/** The first message of either side, and the one that must be readable in all versions. */
export const HostHello = z.looseObject({
  type: z.literal('hello'),
  protocol: z.int(),
  instance: z.string(),
  pid: z.int(),
});

export const ClientHello = z.looseObject({ type: z.literal('hello'), protocol: z.int() });

const Id = z.string().max(64);
const Viewer = z.int().min(1).max(0xffffffff);

const InputStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('paste'), text: z.string() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('key'), key: z.custom<KeyName>((value) => typeof value === 'string') }),
  z.object({ type: z.literal('settle'), quietMs: z.number(), maxMs: z.number() }),
]);

/** What a client asks for; `n` numbers the answer. */
export const Request = z.discriminatedUnion('op', [
  z.object({ op: z.literal('spawn'), n: z.int(), spec: SpawnSpec }),
  z.object({ op: z.literal('list'), n: z.int() }),
  z.object({ op: z.literal('get'), n: z.int(), id: Id }),
  z.object({ op: z.literal('snapshot'), n: z.int(), id: Id }),
  z.object({ op: z.literal('render'), n: z.int(), id: Id, maxLines: z.number().optional() }),
  z.object({ op: z.literal('readLog'), n: z.int(), id: Id, offset: z.number(), length: z.number() }),
  z.object({
    op: z.literal('input'),
    n: z.int(),
    id: Id,
    batch: z.object({ key: z.string().max(1_024), steps: z.array(InputStep).max(1_000) }),
  }),
  z.object({ op: z.literal('resize'), n: z.int(), id: Id, size: Size }),
  z.object({ op: z.literal('signal'), n: z.int(), id: Id, signal: z.enum(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL']) }),
  z.object({ op: z.literal('remove'), n: z.int(), id: Id }),
  z.object({ op: z.literal('attach'), n: z.int(), id: Id, viewer: Viewer, control: Size.optional() }),
  z.object({ op: z.literal('shutdown'), n: z.int() }),
]);
export type Request = z.infer<typeof Request>;

/** What a client says without waiting for an answer. */
export const Notice = z.discriminatedUnion('op', [
  z.object({ op: z.literal('viewerResize'), viewer: Viewer, size: Size }),
  z.object({ op: z.literal('viewerControl'), viewer: Viewer, take: z.boolean(), size: Size.optional() }),
  z.object({ op: z.literal('viewerAck'), viewer: Viewer, bytes: z.int().min(0) }),
  z.object({ op: z.literal('viewerDetach'), viewer: Viewer }),
]);
export type Notice = z.infer<typeof Notice>;

export const ClientMessage = z.union([Request, Notice]);

const ErrorShape = z.object({
  code: z.enum(TERMINAL_ERROR_CODES),
  message: z.string(),
  hint: z.string().optional(),
});
export type ErrorShape = z.infer<typeof ErrorShape>;

/** What the host says after its hello. */
export const HostMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ok'), n: z.int(), value: z.unknown().optional() }),
  z.object({ type: z.literal('error'), n: z.int(), error: ErrorShape }),
  z.object({ type: z.literal('event'), event: TerminalEvent }),
  z.object({ type: z.literal('viewerSize'), viewer: z.int(), size: Size, control: z.boolean() }),
  z.object({ type: z.literal('viewerEnd'), viewer: z.int(), exit: z.unknown().optional() }),
  /** The last message; says why the connection ends. */
  z.object({ type: z.literal('bye'), reason: z.string() }),
]);
export type HostMessage = z.input<typeof HostMessage>;
