import { AnswerRequest, InputRequest, InputResponse, KeyRequest, SuccessResponse } from '@cao/contracts';
import { defineRoute } from '../route.ts';

const tag = 'input';

/** Everything that types into a terminal. */
export const inputRoutes = [
  defineRoute({
    method: 'post',
    path: '/terminals/{terminal_id}/input',
    tag,
    summary: 'Give the agent a prompt; opens a turn',
    doing: 'send input',
    body: InputRequest,
    answer: InputResponse,
    errors: [404, 409, 410],
    async run({ engine, access, params, body }) {
      const sender = access.speaker(body.sender_id);
      const id = access.toAct(params['terminal_id'] as string);
      const turn = await engine.terminals.input(id, { ...body, ...(sender !== undefined && { sender_id: sender }) });
      return { success: true, turn_id: turn.id };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/terminals/{terminal_id}/key',
    tag,
    summary: 'Press one key',
    doing: 'press key',
    body: KeyRequest,
    answer: SuccessResponse,
    errors: [400, 404, 410],
    async run({ engine, access, params, body }) {
      await engine.terminals.key(access.toAct(params['terminal_id'] as string), body.key);
      return { success: true };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/terminals/{terminal_id}/answer',
    tag,
    summary: 'Answer the question the agent asks',
    doing: 'answer question',
    body: AnswerRequest,
    answer: SuccessResponse,
    errors: [400, 404, 409, 410],
    async run({ engine, access, params, body }) {
      await engine.terminals.answer(access.toAct(params['terminal_id'] as string), body.answer);
      return { success: true };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/terminals/{terminal_id}/interrupt',
    tag,
    summary: 'Stop what the agent is doing',
    doing: 'interrupt terminal',
    answer: SuccessResponse,
    errors: [404, 410],
    async run({ engine, access, params }) {
      await engine.terminals.interrupt(access.toAct(params['terminal_id'] as string));
      return { success: true };
    },
  }),
];
