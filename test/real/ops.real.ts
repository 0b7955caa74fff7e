import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPS_PROGRAM, realCli, run } from '@cao/testkit';
import { expect, test } from 'vitest';
import { say, startStage, type Stage } from './stage.ts';

const LIMIT_MS = 150_000;

async function serverEntry(kind: 'stdio' | 'http', stage: Stage): Promise<object> {
  if (kind === 'stdio') {
    const env = { CAO_HOME_DIR: stage.home.caoHome };
    return { type: 'stdio', command: process.execPath, args: [OPS_PROGRAM], env };
  }
  const token = (await readFile(join(stage.home.caoHome, 'auth-token'), 'utf8')).trim();
  return { type: 'http', url: `${stage.server.url}/mcp/ops`, headers: { authorization: `Bearer ${token}` } };
}

/** Calls of one agent, one after the other, and the last result as its answer. */
function script(session: string, stage: Stage): string {
  const launch = {
    agent_profile: 'claude_worker',
    session_name: session,
    working_directory: stage.home.cwd,
    yolo: true,
    initial_message: say('built'),
  };
  const call = (name: string, input: object): string => `TOOL:${name}:${JSON.stringify(input)}`;
  return [
    'Use the tools, please.',
    call('launch_session', launch),
    call('wait_for_session', { session_name: session, timeout: 90 }),
    call('send_session_message', { session_name: session, message: say('reviewed') }),
    call('wait_for_session', { session_name: session, timeout: 91 }),
    call('get_session_info', { session_name: session }),
    call('shutdown_session', { session_name: session }),
    'REPORT:',
  ].join('\n');
}

test.each(['stdio', 'http'] as const)(
  'Claude Code runs a session of Claude Code over %s: launches, waits, sends, looks, shuts down',
  async (kind) => {
    await using stage = await startStage({ kinds: ['claude'] });
    const session = `ops-${kind}`;
    const { path } = await realCli('claude');
    const config = JSON.stringify({ mcpServers: { 'cao-ops': await serverEntry(kind, stage) } });
    const args = ['-p', '--dangerously-skip-permissions', '--mcp-config', config, '--strict-mcp-config'];
    const operator = await run(path, args, {
      env: stage.env,
      cwd: stage.home.cwd,
      input: script(session, stage),
      timeoutMs: LIMIT_MS,
    });
    expect(operator).toMatchObject({ code: 0 });

    const results = stage.model
      .requests('claude')
      .findLast(({ prompt }) => prompt?.includes('launch_session') === true)
      ?.conversation?.items.filter((item) => item.kind === 'result')
      .map(({ text }) => text)
      .filter((text) => text.startsWith('{'))
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(results).toMatchObject([
      { success: true, session_name: `cao-${session}` },
      { success: true, output: 'built', waits: [] },
      { success: true },
      { success: true, output: 'reviewed' },
      { success: true, terminals: [{ role: 'conductor', provider: 'claude_code', status: 'completed' }] },
      { success: true, deleted: [`cao-${session}`] },
    ]);
    expect(operator.stdout).toContain(`cao-${session}`);
    expect(await stage.client.sessions.list()).toEqual([]);
  },
  LIMIT_MS + 60_000,
);
