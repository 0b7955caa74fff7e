// The command line against the bare runtime, one run of each in turn.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withCao } from './support/cao.mjs';
import { atMost, median, round, row } from './support/figures.mjs';

const CAO = fileURLToPath(new URL('../apps/cli/bin/cao.js', import.meta.url));
const ROUNDS = 25;

const COMMANDS = { node: ['-e', '0'], help: [CAO, '--help'], list: [CAO, 'session', 'list'] };

export function measure() {
  return withCao(async (cao) => {
    await cao.launch('bench');
    const times = { node: [], help: [], list: [] };
    // The first round fills the caches of the disk and is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, args] of Object.entries(COMMANDS)) {
        const ms = timeOf(args, cao.home);
        if (round > 0) times[name].push(ms);
      }
    }
    const [node, help, list] = Object.values(times).map(median);
    const detail = { nodeMs: round(node), helpMs: round(help), listMs: round(list) };
    return [
      row('`cao --help`, against `node -e 0`', '1178 ms', [atMost(2.5, help / node, 'x')], detail),
      row('`cao session list`, against `node -e 0`', '1079 ms', [atMost(4, list / node, 'x')], detail),
    ];
  });
}

function timeOf(args, { env, cwd }) {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const ms = performance.now() - from;
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${String(stderr)}`);
  return ms;
}
