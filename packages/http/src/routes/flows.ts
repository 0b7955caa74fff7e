import { AddFlowRequest, CreateFlowRequest, Flow, FlowRun, RunFlowResponse, SuccessResponse } from '@cao/contracts';
import { z } from 'zod';
import type { Access } from '../access.ts';
import { defineRoute } from '../route.ts';

const tag = 'flows';
const done = { success: true };
const RunsQuery = z.object({ limit: z.number().int().min(1).max(200).default(20) });

/** A flow starts sessions, which agents may not. */
function ownerOnly(access: Access): void {
  access.owner('see or change flows');
}

export const flowRoutes = [
  defineRoute({
    method: 'get',
    path: '/flows',
    tag,
    summary: 'Flows by their next run',
    doing: 'list flows',
    answer: z.array(Flow),
    run({ engine, access }) {
      ownerOnly(access);
      return engine.flows.list();
    },
  }),
  defineRoute({
    method: 'post',
    path: '/flows',
    tag,
    summary: 'Write a new flow; it cannot name a script',
    doing: 'create flow',
    body: CreateFlowRequest,
    answer: Flow,
    status: 201,
    errors: [400, 409],
    run({ engine, access, body }) {
      ownerOnly(access);
      return engine.flows.create(body);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/flows/add',
    tag,
    summary: "Make a file of the server's machine a flow; it stays where it is",
    doing: 'add flow',
    body: AddFlowRequest,
    answer: Flow,
    status: 201,
    errors: [400, 404, 409, 413],
    run({ engine, access, body }) {
      ownerOnly(access);
      return engine.flows.add(body.file_path);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/flows/{flow_name}',
    tag,
    summary: 'A flow',
    doing: 'get flow',
    answer: Flow,
    errors: [400, 404],
    run({ engine, access, params }) {
      ownerOnly(access);
      return engine.flows.get(params['flow_name'] as string);
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/flows/{flow_name}',
    tag,
    summary: 'Remove a flow; its session and its history stay',
    doing: 'remove flow',
    answer: SuccessResponse,
    errors: [400, 404],
    async run({ engine, access, params }) {
      ownerOnly(access);
      await engine.flows.remove(params['flow_name'] as string);
      return done;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/flows/{flow_name}/enable',
    tag,
    summary: 'Let it run at its times, from now on',
    doing: 'enable flow',
    answer: SuccessResponse,
    errors: [400, 404],
    async run({ engine, access, params }) {
      ownerOnly(access);
      await engine.flows.enable(params['flow_name'] as string);
      return done;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/flows/{flow_name}/disable',
    tag,
    summary: 'Let it rest',
    doing: 'disable flow',
    answer: SuccessResponse,
    errors: [400, 404],
    run({ engine, access, params }) {
      ownerOnly(access);
      engine.flows.disable(params['flow_name'] as string);
      return done;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/flows/{flow_name}/run',
    tag,
    summary: 'Run it now; answers when its session was started or will not be',
    doing: 'execute flow',
    answer: RunFlowResponse,
    errors: [400, 404, 409, 413, 500, 502, 504],
    run({ engine, access, params }) {
      ownerOnly(access);
      return engine.flows.run(params['flow_name'] as string);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/flows/{flow_name}/runs',
    tag,
    summary: 'What became of its runs, newest first; of a removed flow too',
    doing: 'list runs',
    query: RunsQuery,
    answer: z.array(FlowRun),
    errors: [400, 404],
    run({ engine, access, params, query }) {
      ownerOnly(access);
      return engine.flows.runs(params['flow_name'] as string, query.limit);
    },
  }),
];
