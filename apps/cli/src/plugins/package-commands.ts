import process from 'node:process';
import { isClientError } from '@cao/client';
import type { CommandFile } from '@cao/server/packages';
import type { CommandEntry } from '../command-entry.ts';
import { homeOf } from '../config.ts';
import { connect } from '../connect.ts';
import type { Io } from '../io.ts';
import { packageContentsOf } from './package-contents.ts';

/** The commands of packages, as entries like ours. Empty when the packages cannot be read: the doctor says why. */
export async function packageCommands(io: Io): Promise<readonly CommandEntry[]> {
  const { commands } = await packageContentsOf(io);
  return commands.map((file) => ({
    path: [file.name],
    summary: file.summary,
    from: file.package,
    async load() {
      await refuseInReachOfAgents(file, io);
      const [{ loadCommand }, { ownCommand }] = await Promise.all([
        import('@cao/server/packages'),
        import('./own-command.ts'),
      ]);
      return ownCommand(await loadCommand(file, process), file.package);
    },
  }));
}

/** Code in a folder that only the settings name may be an agent's by now. The server knows where agents work. */
async function refuseInReachOfAgents(file: CommandFile, io: Io): Promise<void> {
  if (file.source === 'managed' || file.source === 'built-in') return;
  const agentFolders = await workFolders(io);
  if (agentFolders.length === 0) return;
  const [{ packageContents }, { caoError }] = await Promise.all([
    import('@cao/server/packages'),
    import('@cao/client'),
  ]);
  const { commands } = packageContents({ home: homeOf(io), agentFolders });
  if (commands.some((command) => command.file === file.file)) return;
  throw caoError('forbidden', `Command ${file.name} of ${file.package} is not run: an agent works in its folder.`, {
    hint: `Install a copy instead: cao plugin add ${file.directory}`,
  });
}

/** None when no server runs. */
async function workFolders(io: Io): Promise<readonly string[]> {
  try {
    const sessions = await (await connect(io)).sessions.list();
    return sessions.map((session) => session.working_directory);
  } catch (error) {
    if (isClientError(error)) return [];
    throw error;
  }
}
