import {
  Explanation,
  OutputMode,
  OutputResponse,
  SuccessResponse,
  Terminal,
  Turn,
  WorkingDirectoryResponse,
} from '@cao/contracts';
import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { CaptureSchema, ScreenSchema, limit, seconds } from './shapes.ts';

const tag = 'terminals';

export const terminalRoutes = [
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}',
    tag,
    summary: 'A terminal and what its agent is doing',
    doing: 'get terminal',
    answer: Terminal,
    errors: [404],
    run: ({ engine, access, params }) => engine.terminals.get(access.toRead(params['terminal_id'] as string)),
  }),
  defineRoute({
    method: 'delete',
    path: '/terminals/{terminal_id}',
    tag,
    summary: 'End a terminal; what it printed is kept',
    doing: 'delete terminal',
    answer: SuccessResponse,
    errors: [404],
    async run({ engine, access, params }) {
      await engine.terminals.remove(access.toAct(params['terminal_id'] as string));
      return { success: true };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/explain',
    tag,
    summary: 'Why the terminal has the status it has',
    doing: 'explain terminal',
    answer: Explanation,
    errors: [404],
    run: ({ engine, access, params }) => engine.terminals.explain(access.toRead(params['terminal_id'] as string)),
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/screen',
    tag,
    summary: 'The screen as rows of plain text',
    doing: 'read screen',
    answer: ScreenSchema,
    errors: [404, 410],
    run: ({ engine, access, params }) => engine.terminals.screen(access.toRead(params['terminal_id'] as string)),
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/capture',
    tag,
    summary: 'The screen and the reports of the CLI, and what its provider makes of them: a case for its tests',
    doing: 'capture terminal',
    answer: CaptureSchema,
    errors: [404, 410],
    run: ({ engine, access, params }) => engine.terminals.capture(access.toRead(params['terminal_id'] as string)),
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/wait',
    tag,
    summary: 'Wait until the terminal can take input, asks something, or has ended',
    doing: 'wait for terminal',
    query: z.object({ timeout: seconds.default(30) }),
    answer: Terminal,
    errors: [404, 410, 504],
    run: ({ engine, access, params, query, signal }) =>
      engine.terminals.waitReady(access.toRead(params['terminal_id'] as string), {
        timeoutMs: query.timeout * 1000,
        signal: signal(),
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/working-directory',
    tag,
    summary: "The agent's current directory",
    doing: 'get working directory',
    answer: WorkingDirectoryResponse,
    errors: [404, 410],
    async run({ engine, access, params }) {
      const id = access.toRead(params['terminal_id'] as string);
      return { working_directory: await engine.terminals.workingDirectory(id) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/memory-context',
    tag,
    summary:
      'What the agent is told before its first input, as it would be now: plain text, empty when there is nothing',
    doing: 'get memory context',
    answer: z.string(),
    media: 'text/plain',
    errors: [404],
    async run({ engine, access, params, hono }) {
      return hono.text(await engine.memory.context(access.toRead(params['terminal_id'] as string)));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/output',
    tag,
    summary: 'The last answer, or screen and scrollback',
    doing: 'get output',
    query: z.object({ mode: OutputMode.default('full') }),
    answer: OutputResponse,
    errors: [404, 409],
    run: ({ engine, access, params, query }) =>
      engine.terminals.output(access.toRead(params['terminal_id'] as string), query.mode),
  }),
  defineRoute({
    method: 'post',
    path: '/terminals/{terminal_id}/exit',
    tag,
    summary: 'Ask the CLI to leave',
    doing: 'exit terminal',
    answer: SuccessResponse,
    errors: [404, 410],
    async run({ engine, access, params }) {
      await engine.terminals.exit(access.toAct(params['terminal_id'] as string));
      return { success: true };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/terminals/{terminal_id}/resume',
    tag,
    summary: 'Start the CLI of an ended terminal again, with the conversation it had',
    doing: 'resume terminal',
    answer: Terminal,
    errors: [404, 409],
    run: ({ engine, access, params }) => engine.terminals.resume(access.toAct(params['terminal_id'] as string)),
  }),
  defineRoute({
    method: 'get',
    path: '/terminals/{terminal_id}/turns',
    tag: 'turns',
    summary: "A terminal's turns, newest first",
    doing: 'list turns',
    query: z.object({ limit: limit.default(20) }),
    answer: z.array(Turn),
    errors: [404],
    run: ({ engine, access, params, query }) =>
      engine.turns.list(access.toRead(params['terminal_id'] as string), query.limit),
  }),
];
