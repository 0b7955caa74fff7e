import { CaoError, Message, MessageReceipt, MessageStatus, SendMessageRequest } from '@cao/contracts';
import { z } from 'zod';
import { quoted } from '../errors.ts';
import { defineRoute } from '../route.ts';
import { limit } from './shapes.ts';

const tag = 'inbox';
/** Who a message is from when nobody says. */
const NOBODY = 'user';

export const inboxRoutes = [
  defineRoute({
    method: 'post',
    path: '/terminals/{terminal_id}/inbox/messages',
    tag,
    summary: 'Put a message into an inbox; it is delivered when the agent is free',
    doing: 'create inbox message',
    body: SendMessageRequest,
    answer: MessageReceipt,
    errors: [404],
    async run({ engine, access, params, body }) {
      const message = await engine.inbox.send({
        senderId: access.speaker(body.sender_id) ?? NOBODY,
        receiverId: access.toRead(params['terminal_id'] as string),
        message: body.message,
      });
      return {
        success: true,
        message_id: message.id,
        sender_id: message.sender_id,
        receiver_id: message.receiver_id,
        created_at: message.created_at,
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/inbox/messages',
    tag,
    summary: 'Messages of an inbox, oldest first',
    doing: 'retrieve inbox messages',
    query: z.object({ limit: limit.default(10), status: z.string().optional() }),
    answer: z.array(Message),
    errors: [400, 404],
    run({ engine, access, params, query }) {
      const id = access.toRead(params['terminal_id'] as string);
      if (query.status === undefined) return engine.inbox.list(id, { limit: query.limit });
      const status = MessageStatus.safeParse(query.status);
      if (status.success) return engine.inbox.list(id, { limit: query.limit, status: status.data });
      const valid = MessageStatus.options.join(', ');
      throw new CaoError('invalid_input', `Invalid status: ${quoted(query.status)}. Valid values: ${valid}`);
    },
  }),
];
