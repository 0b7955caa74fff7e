import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createEngine, type Engine, type Logger } from '@cao/engine';
import { createApp, originsOf, type HttpApp } from '@cao/http';
import type { MemoryStore } from '@cao/memory';
import { createProfileStore } from '@cao/profiles';
import type { State } from '@cao/state';
import type { TerminalBackend } from '@cao/terminal';
import type { Config } from './config.ts';
import type { HomePaths } from './home.ts';
import type { Listener, Serving } from './listener.ts';
import type { Extensions } from './extensions.ts';
import { seededSkills } from './skills.ts';
import { VERSION } from './version.ts';

export interface CoreDeps {
  readonly paths: HomePaths;
  readonly config: Config;
  readonly listener: Listener;
  readonly state: State;
  /** Undefined: switched off. */
  readonly memory: MemoryStore | undefined;
  readonly backend: TerminalBackend;
  readonly extensions: Extensions;
  readonly ownerToken: string;
  readonly agentKey: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly cwd: string;
  readonly root: boolean;
  readonly now: () => number;
  readonly startedAt: number;
  readonly log: Logger;
}

/** An engine on one connection to the terminal host, and its HTTP face. */
export interface Core {
  readonly engine: Engine;
  readonly app: HttpApp;
  readonly serving: Serving;
  /** Puts the skills that ship into the store, unless a launch was faster. */
  seedSkills(): Promise<void>;
}

export async function createCore(deps: CoreDeps): Promise<Core> {
  const { config, paths, listener, log } = deps;
  const profiles = createProfileStore({
    home: paths.home,
    userHome: deps.userHome,
    agentsDir: config.agentsDir,
    packages: () => deps.extensions.contents().profiles,
  });
  const skills = seededSkills(paths.home, () => deps.extensions.contents().skills, log);
  const engine = createEngine({
    state: deps.state,
    backend: deps.backend,
    registry: deps.extensions.registry,
    before: deps.extensions.registry,
    offers: deps.extensions.registry.offers,
    profiles,
    skills,
    memory: deps.memory,
    installProfile: async (request) =>
      (await import('./agents/remote-install.ts')).installRemotely(request, {
        home: paths.home,
        userHome: deps.userHome,
        env: { ...deps.env, ...(config.agentsDir !== undefined && { CAO_AGENTS_DIR: config.agentsDir }) },
        allowedHosts: config.profileHosts,
      }),
    paths: {
      home: paths.home,
      userHome: deps.userHome,
      terminalLogs: paths.terminalLogs,
      signals: paths.signals,
      scratch: paths.scratch,
      defaultDirectory: deps.cwd,
    },
    env: deps.env,
    apiUrl: () => listener.url,
    mcpCommand: { command: process.execPath, args: [mcpServerScript()] },
    ownerToken: deps.ownerToken,
    secret: deps.agentKey,
    root: deps.root,
    options: {
      workingDirectoryParameter: config.workingDirectoryParameter,
      inheritEnv: config.inheritEnv,
      projectId: config.memory.projectId,
    },
    now: deps.now,
    log,
    onEvent: (event) => deps.extensions.publish(event),
  });
  const app = createApp({
    engine,
    version: VERSION,
    health: {
      pid: process.pid,
      terminal_backend: deps.backend.kind,
      started_at: new Date(deps.startedAt).toISOString(),
    },
    auth: { required: config.authRequired },
    origins: {
      allowedHosts: config.allowedHosts,
      corsOrigins: [...originsOf(listener.host, listener.port), ...config.corsOrigins],
    },
    mcp: {
      workingDirectory: config.workingDirectoryParameter,
      ...(config.mcpRetryMs !== undefined && { times: { retryMs: config.mcpRetryMs } }),
    },
    viewers: config.viewers,
    plugins: () => deps.extensions.report(),
    offers: deps.extensions.registry.offers,
    log,
  });
  const handle = getRequestListener((request, env) => app.fetch(request, env));
  return {
    engine,
    app,
    seedSkills: () => skills.seed(),
    serving: { request: (request, response) => void handle(request, response), upgrade: app.upgrade },
  };
}

/** Programs lie in `bin` beside the folder of the package's entry. */
function mcpServerScript(): string {
  return fileURLToPath(new URL('../bin/cao-mcp-server.js', import.meta.resolve('@cao/mcp-server')));
}
