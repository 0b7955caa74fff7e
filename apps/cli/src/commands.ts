import { entry, type CommandEntry, type Load } from './command-entry.ts';

export type { CommandEntry } from './command-entry.ts';

function flowCommands(group: string, hidden: boolean): readonly CommandEntry[] {
  const flow = (name: string, summary: string, load: Load): CommandEntry =>
    entry(`${group} ${name}`, summary, load, hidden);
  return [
    flow(
      'add',
      'make a file a flow: a session that starts by itself',
      async () => (await import('./commands/flow-add.ts')).flowAdd,
    ),
    flow('list', 'list flows and when they run', async () => (await import('./commands/flow-list.ts')).flowList),
    flow('run', 'run a flow now', async () => (await import('./commands/flow-run.ts')).flowRun),
    flow('history', 'what became of its runs', async () => (await import('./commands/flow-history.ts')).flowHistory),
    flow('enable', 'let a flow run at its times', async () => (await import('./commands/flow-enable.ts')).flowEnable),
    flow('disable', 'let a flow rest', async () => (await import('./commands/flow-disable.ts')).flowDisable),
    flow('remove', 'remove a flow', async () => (await import('./commands/flow-remove.ts')).flowRemove),
  ];
}

/** Every command, in the order of the help text. */
export const commands: readonly CommandEntry[] = [
  entry('launch', 'start a session with a conductor', async () => (await import('./commands/launch.ts')).launch),
  entry('attach', 'put your terminal onto an agent', async () => (await import('./commands/attach.ts')).attach),
  entry('session list', 'list active sessions', async () => (await import('./commands/session-list.ts')).sessionList),
  entry(
    'session status',
    "a session's conductor and last response",
    async () => (await import('./commands/session-status.ts')).sessionStatus,
  ),
  entry(
    'session send',
    'send a message and wait for the answer',
    async () => (await import('./commands/session-send.ts')).sessionSend,
  ),
  entry(
    'session answer',
    'answer the question an agent asks',
    async () => (await import('./commands/session-answer.ts')).sessionAnswer,
  ),
  entry(
    'session resume',
    'start ended agents again with their conversations',
    async () => (await import('./commands/session-resume.ts')).sessionResume,
  ),
  entry(
    'terminal explain',
    'why a terminal has the status it has',
    async () => (await import('./commands/terminal-explain.ts')).terminalExplain,
  ),
  entry(
    'terminal capture',
    'keep a screen as a test case of its provider',
    async () => (await import('./commands/terminal-capture.ts')).terminalCapture,
  ),
  entry(
    'terminal interrupt',
    'stop what an agent is doing',
    async () => (await import('./commands/terminal-interrupt.ts')).terminalInterrupt,
  ),
  entry(
    'terminal restore',
    'read what a deleted terminal had printed',
    async () => (await import('./commands/terminal-restore.ts')).terminalRestore,
  ),
  entry(
    'shutdown',
    'end sessions with all their agents',
    async () => (await import('./commands/shutdown.ts')).shutdown,
  ),
  entry('install', 'install an agent profile', async () => (await import('./commands/install.ts')).install),
  entry('profile list', 'list agent profiles', async () => (await import('./commands/profile-list.ts')).profileList),
  entry(
    'profile show',
    'show one profile, or check a file',
    async () => (await import('./commands/profile-show.ts')).profileShow,
  ),
  entry('profile find', 'find profiles by words', async () => (await import('./commands/profile-find.ts')).profileFind),
  entry(
    'profile create',
    'write a profile to begin with',
    async () => (await import('./commands/profile-create.ts')).profileCreate,
  ),
  entry(
    'profile validate',
    'check a profile',
    async () => (await import('./commands/profile-validate.ts')).profileValidate,
  ),
  entry(
    'env set',
    'set a value for placeholders in profiles',
    async () => (await import('./commands/env-set.ts')).envSet,
  ),
  entry('env get', 'print such a value', async () => (await import('./commands/env-get.ts')).envGet),
  entry('env list', 'list the values', async () => (await import('./commands/env-list.ts')).envList),
  entry('env unset', 'take a value away', async () => (await import('./commands/env-unset.ts')).envUnset),
  entry('skills list', 'list the skills of agents', async () => (await import('./commands/skills-list.ts')).skillsList),
  entry('skills add', 'add a skill for agents', async () => (await import('./commands/skills-add.ts')).skillsAdd),
  entry('skills remove', 'remove a skill', async () => (await import('./commands/skills-remove.ts')).skillsRemove),
  entry(
    'skills install',
    'give an agent CLI of yours the skills of CAO',
    async () => (await import('./commands/skills-install.ts')).skillsInstall,
  ),
  ...flowCommands('flow', false),
  // The name later versions of CAO (Python) give the group.
  ...flowCommands('schedule', true),
  entry('provider list', 'list agent CLIs', async () => (await import('./commands/provider-list.ts')).providerList),
  entry(
    'provider doctor',
    'what is missing to use an agent CLI',
    async () => (await import('./commands/provider-doctor.ts')).providerDoctor,
  ),
  entry(
    'provider new',
    'write the package of a new provider',
    async () => (await import('./commands/provider-new.ts')).providerNew,
  ),
  entry(
    'provider add',
    'add a provider from a folder',
    async () => (await import('./commands/provider-add.ts')).providerAdd,
  ),
  entry(
    'provider remove',
    'take an added provider out again',
    async () => (await import('./commands/provider-remove.ts')).providerRemove,
  ),
  entry(
    'plugin list',
    'list plugins and whether they run',
    async () => (await import('./commands/plugin-list.ts')).pluginList,
  ),
  entry(
    'plugin info',
    'what a plugin is, hears and may decide',
    async () => (await import('./commands/plugin-info.ts')).pluginInfo,
  ),
  entry(
    'plugin add',
    'install a plugin from npm, a folder or a tarball',
    async () => (await import('./commands/plugin-add.ts')).pluginAdd,
  ),
  entry(
    'plugin update',
    'install newer versions of plugins',
    async () => (await import('./commands/plugin-update.ts')).pluginUpdate,
  ),
  entry(
    'plugin remove',
    'take an installed plugin out again',
    async () => (await import('./commands/plugin-remove.ts')).pluginRemove,
  ),
  entry(
    'plugin enable',
    'let a plugin start with the server',
    async () => (await import('./commands/plugin-enable.ts')).pluginEnable,
  ),
  entry(
    'plugin disable',
    'leave a plugin out',
    async () => (await import('./commands/plugin-disable.ts')).pluginDisable,
  ),
  entry(
    'plugin doctor',
    'what became of each plugin, why, and what to do',
    async () => (await import('./commands/plugin-doctor.ts')).pluginDoctor,
  ),
  entry('memory list', 'list what agents remember', async () => (await import('./commands/memory-list.ts')).memoryList),
  entry('memory show', 'show one fact', async () => (await import('./commands/memory-show.ts')).memoryShow),
  entry('memory store', 'remember a fact', async () => (await import('./commands/memory-store.ts')).memoryStore),
  entry(
    'memory recall',
    'search what is remembered',
    async () => (await import('./commands/memory-recall.ts')).memoryRecall,
  ),
  entry('memory delete', 'remove one fact', async () => (await import('./commands/memory-delete.ts')).memoryDelete),
  entry(
    'memory clear',
    'remove every fact of a scope',
    async () => (await import('./commands/memory-clear.ts')).memoryClear,
  ),
  entry('config get', 'show a setting', async () => (await import('./commands/config-get.ts')).configGet),
  entry('config set', 'write a setting', async () => (await import('./commands/config-set.ts')).configSet),
  entry(
    'config unset',
    'let the default of a setting hold again',
    async () => (await import('./commands/config-unset.ts')).configUnset,
  ),
  entry(
    'config list',
    'list all settings and where they come from',
    async () => (await import('./commands/config-list.ts')).configList,
  ),
  entry('config path', 'where settings.json is', async () => (await import('./commands/config-path.ts')).configPath),
  entry('init', 'make the home: database and skills', async () => (await import('./commands/init.ts')).init),
  entry(
    'info',
    'where CAO keeps things, and the session you are in',
    async () => (await import('./commands/info.ts')).info,
  ),
  entry(
    'completion',
    'complete commands with Tab in your shell',
    async () => (await import('./commands/completion.ts')).completion,
  ),
  entry(
    'server start',
    'start the server in the background',
    async () => (await import('./commands/server-start.ts')).serverStart,
  ),
  entry(
    'server stop',
    'stop the server; agents go on',
    async () => (await import('./commands/server-stop.ts')).serverStop,
  ),
  entry(
    'server status',
    'whether the server runs, and where',
    async () => (await import('./commands/server-status.ts')).serverStatus,
  ),
  entry('server logs', "show the server's log", async () => (await import('./commands/server-logs.ts')).serverLogs),
  entry(
    'mcp-server',
    'serve the agent tools over stdio',
    async () => (await import('./commands/mcp-server.ts')).mcpServer,
  ),
  entry(
    'ops-mcp-server',
    'serve the operations tools over stdio',
    async () => (await import('./commands/ops-mcp-server.ts')).opsMcpServer,
  ),
  entry('demo', 'watch a conductor and three workers at work', async () => (await import('./commands/demo.ts')).demo),
];
