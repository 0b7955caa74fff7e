import { CaoError, type Flow, type FlowRun } from '@cao/contracts';
import type { FlowUseCases } from '@cao/engine';

const AT = '2026-06-01T09:15:30.000Z';

export const FLOW: Flow = {
  name: 'nightly',
  file_path: '/flows/nightly.md',
  schedule: '0 9 * * 1-5',
  agent_profile: 'developer',
  provider: '',
  script: '',
  last_run: null,
  next_run: AT,
  enabled: true,
  prompt_template: 'Review.',
  time_zone: null,
  working_directory: null,
  overlap: 'skip',
  missed: 'run',
  session_name: 'cao-flow-nightly',
  problem: null,
};

export const FLOW_RUN: FlowRun = {
  id: 'r_0000000000000001',
  flow_name: 'nightly',
  trigger: 'manual',
  state: 'running',
  reason: null,
  error: null,
  session_name: 'cao-flow-nightly',
  terminal_id: 'aaaaaaaa',
  turn_id: null,
  due_at: AT,
  started_at: AT,
  ended_at: null,
};

type Note = <T>(name: string, args: readonly unknown[], value: T) => T;

/** One flow, `nightly`; no other is known. */
export function createFakeFlows(note: Note): FlowUseCases {
  const known = (name: string): void => {
    if (name !== FLOW.name) throw new CaoError('not_found', `Flow '${name}' not found`);
  };
  return {
    list: async () => [FLOW],
    async get(name) {
      known(name);
      return FLOW;
    },
    create: async (request) => note('flows.create', [request], FLOW),
    add: async (path) => note('flows.add', [path], FLOW),
    async remove(name) {
      known(name);
      note('flows.remove', [name], undefined);
    },
    enable: async (name) => note('flows.enable', [name], undefined),
    disable: (name) => note('flows.disable', [name], undefined),
    run: async (name) => note('flows.run', [name], { executed: true, run: FLOW_RUN }),
    runs: (name, limit) => note('flows.runs', [name, limit], [FLOW_RUN]),
  };
}
