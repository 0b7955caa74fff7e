import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type CaoClient } from '@cao/client';
import type { PluginReport } from '@cao/contracts';
import { startServer, tempHome, type ServerProcess, type TempHome } from '@cao/testkit';

export interface Stand extends AsyncDisposable {
  readonly home: TempHome;
  readonly server: ServerProcess;
  readonly client: CaoClient;
  readonly report: () => Promise<PluginReport>;
}

/** A server with plugins of this source each, listed in its settings. */
export async function standWith(
  sources: Record<string, string>,
  before: Record<string, object> = {},
  env: Record<string, string> = {},
): Promise<Stand> {
  const home = await tempHome();
  const packages = Object.entries(sources).map(([name, source]) => {
    const folder = join(home.home, 'plugins', name);
    mkdirSync(folder, { recursive: true });
    const plugin = { file: './index.js', ...(before[name] && { before: before[name] }) };
    const cao = { apiVersion: 1, plugins: { [name]: plugin } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', type: 'module', cao }));
    writeFileSync(join(folder, 'index.js'), source);
    return folder;
  });
  mkdirSync(home.caoHome, { recursive: true });
  writeFileSync(join(home.caoHome, 'settings.json'), JSON.stringify({ plugins: { packages } }));
  const server = await startServer({ home, env });
  const token = readFileSync(join(home.caoHome, 'auth-token'), 'utf8').trim();
  const client = createClient({ baseUrl: server.url, token });
  return {
    home,
    server,
    client,
    report: () => client.plugins(),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await home.dispose();
    },
  };
}

export async function launch({ client, home }: Stand, name: string): Promise<string> {
  const request = { agent_profile: 'developer', provider: 'mock_cli', yolo: true, working_directory: home.cwd };
  const { id } = await client.sessions.create({ ...request, session_name: name });
  return (await client.terminals.waitReady(id, { timeoutMs: 30_000 })).id;
}
