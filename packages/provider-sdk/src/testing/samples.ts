import type { AgentStoreRequest } from '../agent-store.ts';
import type { AgentFacts, LaunchRequest } from '../launch.ts';
import type { ScreenSnapshot } from '../screen.ts';

const MIN_ROWS = 24;
const MIN_COLS = 80;

/** A snapshot that shows `text`: rows are its lines without trailing blanks, the cursor stands behind the last one that is not empty. */
export function screenFromText(text: string, partial: Partial<ScreenSnapshot> = {}): ScreenSnapshot {
  const drawn = text.split(/\r?\n/).map((line) => line.trimEnd());
  const last = drawn.findLastIndex((line) => line !== '');
  const rows = partial.rows ?? Math.max(MIN_ROWS, last + 1);
  const lines = [...drawn.slice(0, last + 1), ...Array.from({ length: Math.max(0, rows - last - 1) }, () => '')];
  return {
    lines,
    cols: Math.max(MIN_COLS, ...lines.map((line) => line.length)),
    rows,
    cursor: { row: Math.max(0, last), col: drawn[last]?.length ?? 0, visible: true },
    title: '',
    alternate: false,
    bracketedPaste: true,
    faint: [],
    revision: 1,
    ...partial,
  };
}

/** Facts of an agent that just started, on a machine that does not exist. */
export function agentFacts(partial: Partial<AgentFacts> = {}): AgentFacts {
  return {
    terminalId: '0a1b2c3d',
    pid: 4242,
    cwd: '/home/someone/a project',
    home: '/home/someone',
    env: { HOME: '/home/someone', PATH: '/usr/bin:/bin', CAO_TERMINAL_ID: '0a1b2c3d' },
    version: '1.2.3',
    conversationId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    transcriptPath: undefined,
    launchedAt: 1_760_000_000_000,
    ...partial,
  };
}

/** An ordinary launch; every field may be replaced. */
export function launchRequest(partial: Partial<LaunchRequest> = {}): LaunchRequest {
  return {
    terminalId: '0a1b2c3d',
    cwd: '/home/someone/a project',
    home: '/home/someone',
    env: { HOME: '/home/someone', PATH: '/usr/bin:/bin' },
    userFiles: {},
    scratch: '/home/someone/.cao/scratch/0a1b2c3d',
    executable: '/opt/agents/bin/agent',
    version: '1.2.3',
    profile: { name: 'developer', description: 'Writes code', system_prompt: 'You write code.' },
    systemPrompt: 'You write code.',
    model: undefined,
    allowedTools: ['*'],
    autoApprove: true,
    mcp: {
      name: 'cao-mcp-server',
      url: 'http://127.0.0.1:9889/mcp',
      urlVariable: 'CAO_MCP_URL',
      tokenVariable: 'CAO_TOKEN',
      command: 'cao-mcp-server',
      args: [],
      timeoutMs: 3_600_000,
    },
    newConversationId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    resume: undefined,
    root: false,
    hookCommand: 'sh -c \'cat >> "$CAO_SIGNAL_FILE"\'',
    ...partial,
  };
}

/** An ordinary profile to be put among a CLI's own agents; every field may be replaced. */
export function agentStoreRequest(partial: Partial<AgentStoreRequest> = {}): AgentStoreRequest {
  return {
    home: '/home/someone',
    env: { HOME: '/home/someone', PATH: '/usr/bin:/bin' },
    id: 'developer',
    profile: { name: 'developer', description: 'Writes code', system_prompt: 'You write code.' },
    allowedTools: ['@builtin', 'fs_*', 'execute_bash', '@cao-mcp-server'],
    contextFile: '/home/someone/.cao/agent-context/developer.md',
    values: {},
    skillsFolder: '/home/someone/.cao/skills',
    skillNames: ['notes'],
    skillCatalogue: '## Available Skills\n\n- **notes**: how notes are kept',
    userFiles: {},
    ...partial,
  };
}
