import { CreateJobRequest, Job, TerminalId, Turn } from '@cao/contracts';
import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { limit, seconds } from './shapes.ts';

/** Turns and jobs: what was asked and what became of it. */
export const turnRoutes = [
  defineRoute({
    method: 'get',
    path: '/turns',
    tag: 'turns',
    summary: "A terminal's turns, newest first",
    doing: 'list turns',
    query: z.object({ terminal_id: TerminalId, limit: limit.default(20) }),
    answer: z.array(Turn),
    errors: [404],
    run: ({ engine, access, query }) => engine.turns.list(access.toRead(query.terminal_id), query.limit),
  }),
  defineRoute({
    method: 'get',
    path: '/turns/{turn_id}',
    tag: 'turns',
    summary: 'A turn; with `wait`, as soon as it ended or asks for input, at the latest after so many seconds',
    doing: 'get turn',
    query: z.object({ wait: seconds.optional() }),
    answer: Turn,
    errors: [404],
    run({ engine, access, params, query, signal }) {
      const turn = engine.turns.get(params['turn_id'] as string);
      access.toRead(turn.terminal_id);
      return query.wait === undefined
        ? turn
        : engine.turns.wait(turn.id, { timeoutMs: query.wait * 1000, signal: signal() });
    },
  }),
];

export const jobRoutes = [
  defineRoute({
    method: 'post',
    path: '/jobs',
    tag: 'jobs',
    summary: 'Delegate a task to a new worker',
    doing: 'create job',
    body: CreateJobRequest,
    answer: Job,
    status: 201,
    errors: [400, 404],
    run({ engine, access, body }) {
      return engine.jobs.create({ ...body, callerId: access.speaker(body.caller_id) });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/jobs',
    tag: 'jobs',
    summary: 'Jobs, newest first',
    doing: 'list jobs',
    query: z.object({
      caller_id: TerminalId.optional(),
      session_name: z.string().max(64).optional(),
      limit: limit.default(20),
    }),
    answer: z.array(Job),
    run({ engine, access, query }) {
      const sessionName = access.session() ?? query.session_name;
      return engine.jobs.list({
        limit: query.limit,
        ...(query.caller_id !== undefined && { callerId: query.caller_id }),
        ...(sessionName !== undefined && { sessionName }),
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/jobs/{job_id}',
    tag: 'jobs',
    summary: 'A job; with `wait`, as soon as it ended or asks for input, at the latest after so many seconds',
    doing: 'get job',
    query: z.object({ wait: seconds.optional() }),
    answer: Job,
    errors: [404],
    run({ engine, access, params, query, signal }) {
      const job = engine.jobs.get(params['job_id'] as string);
      access.mayReadJob(job);
      return query.wait === undefined
        ? job
        : engine.jobs.wait(job.id, { timeoutMs: query.wait * 1000, signal: signal() });
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/jobs/{job_id}',
    tag: 'jobs',
    summary: 'Cancel a job; its worker stays as it is',
    doing: 'cancel job',
    answer: Job,
    errors: [404, 409],
    run({ engine, access, params }) {
      const job = engine.jobs.get(params['job_id'] as string);
      access.mayActOnJob(job);
      return engine.jobs.cancel(job.id);
    },
  }),
];
