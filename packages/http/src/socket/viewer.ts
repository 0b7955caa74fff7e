import { ViewerFrame, type ViewerNotice } from '@cao/contracts';
import type { Engine } from '@cao/engine';
import type { RawData, WebSocket } from 'ws';
import type { ErrorLog } from '../serve-route.ts';
import { CLOSE, closeFor, closeWith } from './close.ts';

export interface ViewerSocket {
  readonly engine: Engine;
  readonly terminalId: string;
  readonly control: { cols: number; rows: number } | undefined;
  readonly log: ErrorLog;
}

type Viewer = Awaited<ReturnType<Engine['terminals']['attach']>>;

/** A viewer whose connection is dead without saying so still counts as one; two missed pongs end it. */
const PING_MS = 30_000;
/** Size a resize frame stands for when it leaves one out, as in CAO (Python). */
const DEFAULT_SIZE = { rows: 24, cols: 80 };

/** Carries one viewer: bytes out as binary frames, frames of JSON in. */
export function serveViewer(ws: WebSocket, { engine, terminalId, control, log }: ViewerSocket): void {
  let viewer: Viewer | undefined;
  let size = control ?? { cols: DEFAULT_SIZE.cols, rows: DEFAULT_SIZE.rows };
  let alive = true;

  const notice = (value: ViewerNotice): void => {
    if (ws.readyState === ws.OPEN) ws.send(JSON.stringify(value));
  };
  const ping = setInterval(() => {
    if (!alive) return ws.terminate();
    alive = false;
    ws.ping();
  }, PING_MS);
  ping.unref();
  ws.on('pong', () => (alive = true));
  ws.on('close', () => {
    clearInterval(ping);
    viewer?.detach();
  });

  function receive(data: RawData, binary: boolean): void {
    if (viewer === undefined || ws.readyState !== ws.OPEN) return;
    const frame = binary ? 'Frames must be text' : readFrame(data);
    if (typeof frame === 'string') return closeWith(ws, CLOSE.badFrame, frame);
    if (frame === undefined) return;
    if (frame.type === 'input') return viewer.write(Buffer.from(frame.data, 'utf8'));
    if (frame.type === 'control') return viewer.control(frame.take, frame.take ? size : undefined);
    size = { cols: frame.cols, rows: frame.rows };
    viewer.resize(size);
  }

  async function attach(): Promise<void> {
    const attached = await engine.terminals.attach(terminalId, {
      onData(data, reset) {
        if (ws.readyState !== ws.OPEN) return;
        if (reset) notice({ type: 'reset' });
        // Called when the bytes left this process: a slow viewer acknowledges late and gets a fresh screen instead of a flood.
        ws.send(data, { binary: true }, (error) => {
          if (error === undefined || error === null) viewer?.ack(data.length);
        });
      },
      onSize: ({ rows, cols }, inControl) => notice({ type: 'size', rows, cols, control: inControl }),
      onEnd(exit) {
        if (exit !== undefined) notice({ type: 'exit', exit_code: exit.code ?? null });
        closeWith(ws, CLOSE.done, exit === undefined ? 'The terminal is gone' : 'The program has ended');
      },
      ...(control !== undefined && { control }),
    });
    viewer = attached;
    if (ws.readyState !== ws.OPEN) attached.detach();
  }

  // Nothing that is typed before the terminal is attached may be lost.
  ws.pause();
  ws.on('message', receive);
  attach()
    .catch((error: unknown) => closeFor(ws, error, log))
    .finally(() => ws.resume());
}

/** The frame, undefined for a kind that is not known, or what is wrong with it. */
function readFrame(data: RawData): ViewerFrame | string | undefined {
  let value: unknown;
  try {
    value = JSON.parse((data as Buffer).toString('utf8'));
  } catch {
    return 'A frame must be JSON';
  }
  if (typeof value !== 'object' || value === null) return 'A frame must be a JSON object';
  const { type } = value as { type?: unknown };
  const full = type === 'resize' ? { ...DEFAULT_SIZE, ...value } : value;
  const frame = ViewerFrame.safeParse(full);
  if (frame.success) return frame.data;
  const known = ViewerFrame.options.some((option) => option.shape.type.value === type);
  if (!known && typeof type === 'string') return undefined;
  const [issue] = frame.error.issues;
  return `Bad frame: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
}
