import type { Command } from './command.ts';

/** One command by name. Its file is loaded only when it runs or shows its help, which keeps `cao` quick to start. */
export interface CommandEntry {
  readonly path: readonly [string, ...string[]];
  readonly summary: string;
  /** A second name, left out of the list of commands. */
  readonly hidden?: boolean;
  load(): Promise<Command>;
}

/** Also under the name later versions of CAO (Python) give the group. */
const flowCommands: readonly (readonly [string, string, CommandEntry['load']])[] = [
  [
    'add',
    'make a file a flow: a session that starts by itself',
    async () => (await import('./commands/flow-add.ts')).flowAdd,
  ],
  ['list', 'list flows and when they run', async () => (await import('./commands/flow-list.ts')).flowList],
  ['run', 'run a flow now', async () => (await import('./commands/flow-run.ts')).flowRun],
  ['history', 'what became of its runs', async () => (await import('./commands/flow-history.ts')).flowHistory],
  ['enable', 'let a flow run at its times', async () => (await import('./commands/flow-enable.ts')).flowEnable],
  ['disable', 'let a flow rest', async () => (await import('./commands/flow-disable.ts')).flowDisable],
  ['remove', 'remove a flow', async () => (await import('./commands/flow-remove.ts')).flowRemove],
];

/** Every command, in the order of the help text. */
export const commands: readonly CommandEntry[] = [
  {
    path: ['launch'],
    summary: 'start a session with a conductor',
    load: async () => (await import('./commands/launch.ts')).launch,
  },
  {
    path: ['attach'],
    summary: 'put your terminal onto an agent',
    load: async () => (await import('./commands/attach.ts')).attach,
  },
  {
    path: ['session', 'list'],
    summary: 'list active sessions',
    load: async () => (await import('./commands/session-list.ts')).sessionList,
  },
  {
    path: ['session', 'status'],
    summary: "a session's conductor and last response",
    load: async () => (await import('./commands/session-status.ts')).sessionStatus,
  },
  {
    path: ['session', 'send'],
    summary: 'send a message and wait for the answer',
    load: async () => (await import('./commands/session-send.ts')).sessionSend,
  },
  {
    path: ['session', 'answer'],
    summary: 'answer the question an agent asks',
    load: async () => (await import('./commands/session-answer.ts')).sessionAnswer,
  },
  {
    path: ['session', 'resume'],
    summary: 'start ended agents again with their conversations',
    load: async () => (await import('./commands/session-resume.ts')).sessionResume,
  },
  {
    path: ['terminal', 'explain'],
    summary: 'why a terminal has the status it has',
    load: async () => (await import('./commands/terminal-explain.ts')).terminalExplain,
  },
  {
    path: ['terminal', 'capture'],
    summary: 'keep a screen as a test case of its provider',
    load: async () => (await import('./commands/terminal-capture.ts')).terminalCapture,
  },
  {
    path: ['terminal', 'interrupt'],
    summary: 'stop what an agent is doing',
    load: async () => (await import('./commands/terminal-interrupt.ts')).terminalInterrupt,
  },
  {
    path: ['terminal', 'restore'],
    summary: 'read what a deleted terminal had printed',
    load: async () => (await import('./commands/terminal-restore.ts')).terminalRestore,
  },
  {
    path: ['shutdown'],
    summary: 'end sessions with all their agents',
    load: async () => (await import('./commands/shutdown.ts')).shutdown,
  },
  {
    path: ['install'],
    summary: 'install an agent profile',
    load: async () => (await import('./commands/install.ts')).install,
  },
  {
    path: ['profile', 'list'],
    summary: 'list agent profiles',
    load: async () => (await import('./commands/profile-list.ts')).profileList,
  },
  {
    path: ['profile', 'show'],
    summary: 'show one profile, or check a file',
    load: async () => (await import('./commands/profile-show.ts')).profileShow,
  },
  {
    path: ['profile', 'find'],
    summary: 'find profiles by words',
    load: async () => (await import('./commands/profile-find.ts')).profileFind,
  },
  {
    path: ['profile', 'create'],
    summary: 'write a profile to begin with',
    load: async () => (await import('./commands/profile-create.ts')).profileCreate,
  },
  {
    path: ['profile', 'validate'],
    summary: 'check a profile',
    load: async () => (await import('./commands/profile-validate.ts')).profileValidate,
  },
  {
    path: ['env', 'set'],
    summary: 'set a value for placeholders in profiles',
    load: async () => (await import('./commands/env-set.ts')).envSet,
  },
  {
    path: ['env', 'get'],
    summary: 'print such a value',
    load: async () => (await import('./commands/env-get.ts')).envGet,
  },
  {
    path: ['env', 'list'],
    summary: 'list the values',
    load: async () => (await import('./commands/env-list.ts')).envList,
  },
  {
    path: ['env', 'unset'],
    summary: 'take a value away',
    load: async () => (await import('./commands/env-unset.ts')).envUnset,
  },
  {
    path: ['skills', 'list'],
    summary: 'list the skills of agents',
    load: async () => (await import('./commands/skills-list.ts')).skillsList,
  },
  {
    path: ['skills', 'add'],
    summary: 'add a skill for agents',
    load: async () => (await import('./commands/skills-add.ts')).skillsAdd,
  },
  {
    path: ['skills', 'remove'],
    summary: 'remove a skill',
    load: async () => (await import('./commands/skills-remove.ts')).skillsRemove,
  },
  {
    path: ['skills', 'install'],
    summary: 'give an agent CLI of yours the skills of CAO',
    load: async () => (await import('./commands/skills-install.ts')).skillsInstall,
  },
  ...flowCommands.map(([name, summary, load]): CommandEntry => ({ path: ['flow', name], summary, load })),
  ...flowCommands.map(([name, summary, load]): CommandEntry => ({
    path: ['schedule', name],
    summary,
    hidden: true,
    load,
  })),
  {
    path: ['provider', 'list'],
    summary: 'list agent CLIs',
    load: async () => (await import('./commands/provider-list.ts')).providerList,
  },
  {
    path: ['provider', 'doctor'],
    summary: 'what is missing to use an agent CLI',
    load: async () => (await import('./commands/provider-doctor.ts')).providerDoctor,
  },
  {
    path: ['provider', 'new'],
    summary: 'write the package of a new provider',
    load: async () => (await import('./commands/provider-new.ts')).providerNew,
  },
  {
    path: ['provider', 'add'],
    summary: 'add a provider from a folder',
    load: async () => (await import('./commands/provider-add.ts')).providerAdd,
  },
  {
    path: ['provider', 'remove'],
    summary: 'take an added provider out again',
    load: async () => (await import('./commands/provider-remove.ts')).providerRemove,
  },
  {
    path: ['plugin', 'list'],
    summary: 'list plugins and whether they run',
    load: async () => (await import('./commands/plugin-list.ts')).pluginList,
  },
  {
    path: ['plugin', 'info'],
    summary: 'what a plugin is, hears and may decide',
    load: async () => (await import('./commands/plugin-info.ts')).pluginInfo,
  },
  {
    path: ['plugin', 'add'],
    summary: 'install a plugin from npm, a folder or a tarball',
    load: async () => (await import('./commands/plugin-add.ts')).pluginAdd,
  },
  {
    path: ['plugin', 'update'],
    summary: 'install newer versions of plugins',
    load: async () => (await import('./commands/plugin-update.ts')).pluginUpdate,
  },
  {
    path: ['plugin', 'remove'],
    summary: 'take an installed plugin out again',
    load: async () => (await import('./commands/plugin-remove.ts')).pluginRemove,
  },
  {
    path: ['plugin', 'enable'],
    summary: 'let a plugin start with the server',
    load: async () => (await import('./commands/plugin-enable.ts')).pluginEnable,
  },
  {
    path: ['plugin', 'disable'],
    summary: 'leave a plugin out',
    load: async () => (await import('./commands/plugin-disable.ts')).pluginDisable,
  },
  {
    path: ['plugin', 'doctor'],
    summary: 'what became of each plugin, why, and what to do',
    load: async () => (await import('./commands/plugin-doctor.ts')).pluginDoctor,
  },
  {
    path: ['memory', 'list'],
    summary: 'list what agents remember',
    load: async () => (await import('./commands/memory-list.ts')).memoryList,
  },
  {
    path: ['memory', 'show'],
    summary: 'show one fact',
    load: async () => (await import('./commands/memory-show.ts')).memoryShow,
  },
  {
    path: ['memory', 'store'],
    summary: 'remember a fact',
    load: async () => (await import('./commands/memory-store.ts')).memoryStore,
  },
  {
    path: ['memory', 'recall'],
    summary: 'search what is remembered',
    load: async () => (await import('./commands/memory-recall.ts')).memoryRecall,
  },
  {
    path: ['memory', 'delete'],
    summary: 'remove one fact',
    load: async () => (await import('./commands/memory-delete.ts')).memoryDelete,
  },
  {
    path: ['memory', 'clear'],
    summary: 'remove every fact of a scope',
    load: async () => (await import('./commands/memory-clear.ts')).memoryClear,
  },
  {
    path: ['config', 'get'],
    summary: 'show a setting',
    load: async () => (await import('./commands/config-get.ts')).configGet,
  },
  {
    path: ['config', 'set'],
    summary: 'write a setting',
    load: async () => (await import('./commands/config-set.ts')).configSet,
  },
  {
    path: ['config', 'unset'],
    summary: 'let the default of a setting hold again',
    load: async () => (await import('./commands/config-unset.ts')).configUnset,
  },
  {
    path: ['config', 'list'],
    summary: 'list all settings and where they come from',
    load: async () => (await import('./commands/config-list.ts')).configList,
  },
  {
    path: ['config', 'path'],
    summary: 'where settings.json is',
    load: async () => (await import('./commands/config-path.ts')).configPath,
  },
  {
    path: ['init'],
    summary: 'make the home: database and skills',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    path: ['info'],
    summary: 'where CAO keeps things, and the session you are in',
    load: async () => (await import('./commands/info.ts')).info,
  },
  {
    path: ['completion'],
    summary: 'complete commands with Tab in your shell',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  {
    path: ['server', 'start'],
    summary: 'start the server in the background',
    load: async () => (await import('./commands/server-start.ts')).serverStart,
  },
  {
    path: ['server', 'stop'],
    summary: 'stop the server; agents go on',
    load: async () => (await import('./commands/server-stop.ts')).serverStop,
  },
  {
    path: ['server', 'status'],
    summary: 'whether the server runs, and where',
    load: async () => (await import('./commands/server-status.ts')).serverStatus,
  },
  {
    path: ['server', 'logs'],
    summary: "show the server's log",
    load: async () => (await import('./commands/server-logs.ts')).serverLogs,
  },
  {
    path: ['mcp-server'],
    summary: 'serve the agent tools over stdio',
    load: async () => (await import('./commands/mcp-server.ts')).mcpServer,
  },
  {
    path: ['ops-mcp-server'],
    summary: 'serve the operations tools over stdio',
    load: async () => (await import('./commands/ops-mcp-server.ts')).opsMcpServer,
  },
  {
    path: ['demo'],
    summary: 'watch a conductor and three workers at work',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
];
