import { CreateSessionRequest, SendMessageRequest, type RequestKind, type Requests } from '@cao/contracts';
import { z } from 'zod';

const { agent_profile, provider, working_directory, model, allowed_tools, yolo } = CreateSessionRequest.shape;
const { message } = SendMessageRequest.shape;
const orNull = <T extends z.ZodType>(schema: z.ZodOptional<T>) => schema.unwrap().nullable().optional();

/** What may be changed, checked as it would be if somebody had asked for it in the first place. */
const CHANGES = {
  launch: z.strictObject({
    agent_profile: agent_profile.optional(),
    provider: orNull(provider),
    working_directory: orNull(working_directory),
    model: orNull(model),
    allowed_tools: orNull(allowed_tools),
    yolo: orNull(yolo),
    message: message.nullable().optional(),
  }),
  message: z.strictObject({ message: message.optional() }),
  tool_call: z.strictObject({ arguments: z.record(z.string(), z.unknown()).optional() }),
} as const satisfies Record<RequestKind, z.ZodType>;

const Reason = z.string().trim().min(1).max(500);
const Veto = z.strictObject({ veto: Reason });
const Change = z.strictObject({ change: z.unknown(), reason: Reason });

/** What a hook said. */
export type ReadVerdict<K extends RequestKind> =
  | { readonly type: 'pass' }
  | { readonly type: 'veto'; readonly reason: string }
  | {
      readonly type: 'change';
      readonly reason: string;
      readonly request: Requests[K];
      /** Names of the fields that are another now. */
      readonly fields: readonly string[];
    };

/** Throws an Error that says what is wrong with an answer that is none of the three. */
export function readVerdict<K extends RequestKind>(kind: K, request: Requests[K], verdict: unknown): ReadVerdict<K> {
  if (verdict === undefined || verdict === null) return { type: 'pass' };
  const veto = Veto.safeParse(verdict);
  if (veto.success) return { type: 'veto', reason: veto.data.veto };
  const answer = Change.safeParse(verdict);
  const change = answer.success ? CHANGES[kind].safeParse(answer.data.change) : undefined;
  if (!answer.success || change?.success !== true) {
    throw new Error(`it answered neither { veto } nor { change, reason } with fields of a ${kind}`);
  }
  const { reason } = answer.data;
  const changed = Object.entries(change.data).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(request, field)),
  );
  if (changed.length === 0) return { type: 'pass' };
  const next = { ...request, ...Object.fromEntries(changed) };
  return { type: 'change', reason, request: next, fields: changed.map(([field]) => field) };
}
