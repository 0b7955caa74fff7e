import { z } from 'zod';
import { TerminalId, Timestamp, TurnId } from './ids.ts';
import { MessageStatus, OrchestrationType } from './status.ts';

/** One entry of a terminal's inbox. */
export const Message = z.object({
  id: z.number().int(),
  sender_id: z.string(),
  receiver_id: TerminalId,
  message: z.string(),
  orchestration_type: OrchestrationType,
  status: MessageStatus,
  /** Why it failed, or why it still waits. */
  reason: z.string().nullable(),
  attempts: z.number().int(),
  /** The turn it became. */
  turn_id: TurnId.nullable(),
  created_at: Timestamp,
  delivered_at: Timestamp.nullable(),
});
export type Message = z.infer<typeof Message>;

export const MessageReceipt = z.object({
  success: z.literal(true),
  message_id: z.number().int(),
  sender_id: z.string(),
  receiver_id: TerminalId,
  created_at: Timestamp,
});
export type MessageReceipt = z.infer<typeof MessageReceipt>;
