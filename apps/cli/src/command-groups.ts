import { entry, type CommandEntry, type Load } from './command-entry.ts';

export function flowCommands(group: string, hidden: boolean): readonly CommandEntry[] {
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

/** People type the one as often as the other. */
export function skillCommands(group: 'skill' | 'skills', hidden: boolean): readonly CommandEntry[] {
  const skill = (name: string, summary: string, load: Load): CommandEntry =>
    entry(`${group} ${name}`, summary, load, hidden);
  return [
    skill('list', 'list the skills of agents', async () => (await import('./commands/skills-list.ts')).skillsList),
    skill('add', 'add a skill for agents', async () => (await import('./commands/skills-add.ts')).skillsAdd),
    skill('new', 'write a package with a skill', async () => (await import('./commands/skill-new.ts')).skillNew),
    skill('remove', 'remove a skill', async () => (await import('./commands/skills-remove.ts')).skillsRemove),
    skill(
      'install',
      'give an agent CLI of yours the skills of CAO',
      async () => (await import('./commands/skills-install.ts')).skillsInstall,
    ),
  ];
}
