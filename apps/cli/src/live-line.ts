import type { CaoClient } from '@cao/client';
import type { Io } from './io.ts';
import { lastSpokenLine } from './screen-line.ts';
import { isLive, styleFor } from './style.ts';
import { clip, duration } from './text.ts';

/** Milliseconds between redraws: fast enough for a seconds counter, and the screen of one agent is a small answer. */
const REDRAW_MS = 1000;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR_LINE = '\r\x1b[2K';

/**
 * While somebody waits at a terminal: what the agent is doing, for how long, and the last line of its screen, on one line of
 * stderr. Says nothing on a pipe. Returns the way to stop, which also wipes the line.
 */
export function showProgress(client: CaoClient, terminalId: string, io: Io): () => void {
  if (!isLive(io.stderr, io.env)) return () => undefined;
  const style = styleFor(io.stderr, io.env);
  const started = io.now();
  const stop = new AbortController();
  let frame = 0;
  let doing = 'waiting';
  let lastLine = '';

  function draw(): void {
    if (stop.signal.aborted) return;
    const glyph = FRAMES[frame++ % FRAMES.length] ?? '';
    const head = `${doing} · ${duration(io.now() - started)}`;
    const room = io.stderr.columns - head.length - 6;
    const tail = lastLine === '' || room < 8 ? '' : ` · ${clip(lastLine, room)}`;
    io.err(`${CLEAR_LINE}${style.cyan(glyph)} ${head}${style.dim(tail)}`);
  }

  async function refresh(): Promise<void> {
    try {
      const call = { signal: stop.signal, timeoutMs: REDRAW_MS * 5 };
      const [terminal, screen] = await Promise.all([
        client.terminals.get(terminalId, call),
        client.terminals.screen(terminalId, call),
      ]);
      doing = terminal.status;
      lastLine = lastSpokenLine(screen);
    } catch {
      // The wait itself reports what is wrong; the line only shows less.
    }
  }

  draw();
  void refresh().then(draw);
  const timer = setInterval(() => {
    draw();
    void refresh();
  }, REDRAW_MS);
  const forget = io.onExit(clear);

  function clear(): void {
    if (stop.signal.aborted) return;
    stop.abort();
    clearInterval(timer);
    io.err(CLEAR_LINE);
  }
  return () => {
    forget();
    clear();
  };
}
