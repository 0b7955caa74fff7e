/** What a plugin reads of a server, from a table that a test may change: one session with one agent and one turn. */
export interface SampleApi {
  readonly paths: Record<string, unknown>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  get(path: string): Promise<unknown>;
}

export interface SampleFacts {
  readonly terminal?: Readonly<Record<string, unknown>>;
  readonly turn?: Readonly<Record<string, unknown>>;
  readonly session?: Readonly<Record<string, unknown>>;
}

/** The ids are those of `sampleEvent` of the plugin SDK. */
export function sampleApi({ terminal, turn, session }: SampleFacts = {}): SampleApi {
  const at = '2030-01-01T00:00:00.000Z';
  const paths: Record<string, unknown> = {
    '/terminals/bbbbbbbb': {
      id: 'bbbbbbbb',
      agent_profile: 'developer',
      provider: 'mock_cli',
      session_name: 'cao-sample',
      role: 'conductor',
      caller_id: null,
      status: 'idle',
      question: null,
      ...terminal,
    },
    '/turns/t_1': {
      id: 't_1',
      terminal_id: 'bbbbbbbb',
      origin: 'user',
      sender_id: 'user',
      text: 'do it',
      state: 'completed',
      question: null,
      reply: 'It is done.',
      error: null,
      submitted_at: at,
      accepted_at: at,
      ended_at: at,
      ...turn,
    },
    '/sessions/cao-sample': { session: { name: 'cao-sample' }, terminals: [], waits: [], ...session },
  };
  const asked: string[] = [];
  return {
    paths,
    asked,
    get(path) {
      asked.push(path);
      const found = paths[path];
      if (found !== undefined) return Promise.resolve(structuredClone(found));
      return Promise.reject(Object.assign(new Error(`there is no ${path}`), { code: 'not_found' }));
    },
  };
}
