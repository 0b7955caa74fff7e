import {
  CreateSessionRequest,
  CreateTerminalRequest,
  DeleteSessionResponse,
  SessionDetail,
  SessionRow,
  Terminal,
  TerminalRow,
} from '@cao/contracts';
import { z } from 'zod';
import { defineRoute } from '../route.ts';

const tag = 'sessions';

export const sessionRoutes = [
  defineRoute({
    method: 'post',
    path: '/sessions',
    tag,
    summary: 'Start a session with its first terminal',
    doing: 'create session',
    body: CreateSessionRequest,
    secret: ['env_vars'],
    answer: Terminal,
    status: 201,
    errors: [400, 404, 409, 500],
    run({ engine, access, body }) {
      access.owner('start sessions');
      return engine.sessions.create(body);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/sessions',
    tag,
    summary: 'List sessions',
    doing: 'list sessions',
    answer: z.array(SessionRow),
    open: true,
    run: ({ engine }) => engine.sessions.list(),
  }),
  defineRoute({
    method: 'get',
    path: '/sessions/{session_name}',
    tag,
    summary: 'A session with its terminals',
    doing: 'get session',
    answer: SessionDetail,
    errors: [400, 404],
    run({ engine, access, params }) {
      const name = params['session_name'] as string;
      access.mayReadSession(name);
      return engine.sessions.get(name);
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/sessions/{session_name}',
    tag,
    summary: 'End a session and everything in it',
    doing: 'delete session',
    answer: DeleteSessionResponse,
    errors: [400, 404],
    run({ engine, access, params }) {
      access.owner('end sessions');
      return engine.sessions.remove(params['session_name'] as string);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/sessions/{session_name}/terminals',
    tag,
    summary: 'Start another terminal in a session',
    doing: 'create terminal',
    body: CreateTerminalRequest,
    secret: ['env_vars'],
    answer: Terminal,
    status: 201,
    errors: [400, 404, 409, 500],
    run({ engine, access, params, body }) {
      access.owner('start terminals directly');
      return engine.terminals.create(params['session_name'] as string, body);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/sessions/{session_name}/terminals',
    tag,
    summary: "A session's terminals",
    doing: 'list terminals',
    answer: z.array(TerminalRow),
    errors: [400, 404],
    run({ engine, access, params }) {
      const name = params['session_name'] as string;
      access.mayReadSession(name);
      return engine.sessions.get(name).terminals;
    },
  }),
];
