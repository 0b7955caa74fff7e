import type { CaoClient } from '@cao/client';
import type { CaoEvent } from '@cao/contracts';
import type { Io } from '../io.ts';
import { isLive, styleFor } from '../style.ts';
import { duration } from '../text.ts';
import { eventLine, updateTeam, type Member, type Snapshot } from './team.ts';
import { drawTree } from './tree.ts';
import { readScreens } from './watch.ts';

/** What the demo shows while it runs. */
export interface DemoScreen {
  snapshot(snapshot: Snapshot): void;
  event(event: CaoEvent): void;
  /** Leaves the last picture standing. Idempotent. */
  close(): void;
}

/** A tree redrawn in place on a terminal, else one line per event. */
export function createDemoScreen(client: CaoClient, session: string, io: Io): DemoScreen {
  return isLive(io.stdout, io.env) ? liveTree(client, session, io) : eventLines(io);
}

function eventLines(io: Io): DemoScreen {
  const started = io.now();
  let team: readonly Member[] = [];
  return {
    snapshot: (snapshot) => (team = updateTeam(team, snapshot)),
    event(event) {
      const line = eventLine(event, team);
      if (line !== undefined) io.out(`${duration(io.now() - started).padStart(4)}  ${line}\n`);
    },
    close: () => undefined,
  };
}

/** Milliseconds between frames: the spinner runs smoothly enough, and a second passes in whole steps. */
const FRAME_MS = 125;
/** Frames between looks at the screens of those who work. */
const LOOK_EVERY = 4;

function liveTree(client: CaoClient, session: string, io: Io): DemoScreen {
  const style = styleFor(io.stdout, io.env);
  const started = io.now();
  let team: readonly Member[] = [];
  let words: ReadonlyMap<string, string> = new Map();
  let drawn = 0;
  let frame = 0;
  let open = true;

  function draw(): void {
    const rows = drawTree({
      session,
      team,
      words,
      elapsed: io.now() - started,
      frame,
      width: io.stdout.columns,
      style,
    }).slice(0, Math.max(1, io.stdout.rows - 1));
    const up = drawn > 0 ? `\x1b[${drawn}A` : '';
    io.out(`${up}${rows.map((row) => `\r\x1b[2K${row}\n`).join('')}\x1b[J`);
    drawn = rows.length;
  }
  const timer = setInterval(() => {
    frame += 1;
    draw();
    if (frame % LOOK_EVERY === 0) void look();
  }, FRAME_MS);

  async function look(): Promise<void> {
    const working = team.filter(({ status, gone }) => status === 'processing' && !gone).map(({ id }) => id);
    const seen = await readScreens(client, working);
    words = new Map([...words, ...seen]);
  }
  io.out('\x1b[?25l');
  const forget = io.onExit(close);

  function close(): void {
    if (!open) return;
    open = false;
    clearInterval(timer);
    draw();
    io.out('\x1b[?25h');
  }
  return {
    snapshot(snapshot) {
      team = updateTeam(team, snapshot);
      if (open) draw();
    },
    event: () => undefined,
    close() {
      forget();
      close();
    },
  };
}
