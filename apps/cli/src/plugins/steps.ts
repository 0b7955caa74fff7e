import type { Io } from '../io.ts';
import { isLive, styleFor } from '../style.ts';
import { clip, duration } from '../text.ts';

const REDRAW_MS = 120;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR_LINE = '\r\x1b[2K';

/** While somebody waits at a terminal: what is being done and for how long, on one line of stderr. Says nothing on a pipe. */
export function showSteps(io: Io): { step(doing: string): void; stop(): void } {
  if (!isLive(io.stderr, io.env)) return { step: () => undefined, stop: () => undefined };
  const style = styleFor(io.stderr, io.env);
  const began = io.now();
  let doing = '';
  let frame = 0;

  function draw(): void {
    if (doing === '') return;
    const glyph = FRAMES[frame++ % FRAMES.length] ?? '';
    const text = clip(`${doing} · ${duration(io.now() - began)}`, io.stderr.columns - 3);
    io.err(`${CLEAR_LINE}${style.cyan(glyph)} ${text}`);
  }

  const timer = setInterval(draw, REDRAW_MS);
  const forget = io.onExit(stop);
  let stopped = false;
  function stop(): void {
    if (stopped) return;
    stopped = true;
    clearInterval(timer);
    forget();
    io.err(CLEAR_LINE);
  }
  return {
    step(next) {
      doing = next;
      draw();
    },
    stop,
  };
}
