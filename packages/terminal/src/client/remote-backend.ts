import { z } from 'zod';
import type { TerminalBackend, TerminalEvent, Viewer, ViewerOptions } from '../backend.ts';
import { call, holdCallbacks } from '../callbacks.ts';
import type { TerminalError } from '../errors.ts';
import { decodeReply, decodeViewerOutput, encodeViewerInput, FRAME } from '../protocol/frames.ts';
import { ExitFacts, InputReceipt, ScreenSnapshot, TerminalFacts } from '../protocol/shapes.ts';
import type { HostConnection, ParsedHostMessage } from './host-connection.ts';

/** A viewer's input crosses in pieces, so that a long paste leaves room for other requests. */
const INPUT_PIECE_BYTES = 64 * 1024;

/** The terminals of a host, through one connection to it. */
export function createRemoteBackend(connection: HostConnection): TerminalBackend {
  const listeners = new Set<(event: TerminalEvent) => void>();
  const lostListeners = new Set<(error: Error) => void>();
  const viewers = new Map<number, ViewerOptions>();
  let lastViewer = 0;
  let lost: TerminalError | undefined;

  const onMessage = (message: Exclude<ParsedHostMessage, { type: 'ok' | 'error' | 'bye' }>): void => {
    if (message.type === 'event') {
      for (const listener of listeners) call(() => listener(message.event));
      return;
    }
    const viewer = viewers.get(message.viewer);
    if (message.type === 'viewerSize') {
      viewer?.onSize(message.size, message.control);
      return;
    }
    viewers.delete(message.viewer);
    viewer?.onEnd(ExitFacts.optional().parse(message.exit));
  };

  connection.handle({
    onMessage,
    onBytes(kind, body) {
      if (kind === FRAME.viewerOutput) {
        const { viewer, data, reset } = decodeViewerOutput(body);
        viewers.get(viewer)?.onData(data, reset);
      } else if (kind === FRAME.reply) {
        const { n, end, data } = decodeReply(body);
        connection.settle(n, { data, end });
      }
    },
    onClose(reason) {
      lost = reason;
      const open = [...viewers.values()];
      viewers.clear();
      for (const viewer of open) viewer.onEnd(undefined);
      if (reason) for (const listener of lostListeners) call(() => listener(reason));
      listeners.clear();
      lostListeners.clear();
    },
  });

  return {
    instance: connection.instance,
    kind: 'host',
    async spawn(spec) {
      return TerminalFacts.parse(await connection.request({ op: 'spawn', spec: { ...spec, argv: [...spec.argv] } }));
    },
    async list() {
      return z.array(TerminalFacts).parse(await connection.request({ op: 'list' }));
    },
    async get(id) {
      return TerminalFacts.optional().parse(await connection.request({ op: 'get', id }));
    },
    async snapshot(id) {
      return ScreenSnapshot.parse(await connection.request({ op: 'snapshot', id }));
    },
    async render(id, { maxLines } = {}) {
      return z.array(z.string()).parse(await connection.request({ op: 'render', id, maxLines }));
    },
    async readLog(id, { offset, length }) {
      return (await connection.request({ op: 'readLog', id, offset, length })) as { data: Uint8Array; end: number };
    },
    async input(id, { key, steps }) {
      return InputReceipt.parse(await connection.request({ op: 'input', id, batch: { key, steps: [...steps] } }));
    },
    async resize(id, size) {
      await connection.request({ op: 'resize', id, size });
    },
    async signal(id, signal) {
      await connection.request({ op: 'signal', id, signal });
    },
    async remove(id) {
      await connection.request({ op: 'remove', id });
    },
    async attach(id, options): Promise<Viewer> {
      lastViewer += 1;
      const viewer = lastViewer;
      const held = holdCallbacks(options);
      viewers.set(viewer, held.options);
      try {
        await connection.request({ op: 'attach', id, viewer, control: options.control });
      } catch (error) {
        viewers.delete(viewer);
        throw error;
      }
      held.release();
      return remoteViewer(connection, viewer, viewers);
    },
    on(listener) {
      const entry = (event: TerminalEvent): void => listener(event);
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    onLost(listener) {
      const entry = (error: Error): void => listener(error);
      if (lost) queueMicrotask(() => listener(lost as TerminalError));
      else lostListeners.add(entry);
      return () => lostListeners.delete(entry);
    },
    close() {
      return connection.close();
    },
    async shutdown() {
      const asked = connection.request({ op: 'shutdown' }).catch(() => {});
      await connection.closedByHost();
      await asked;
    },
  };
}

function remoteViewer(connection: HostConnection, viewer: number, open: Map<number, ViewerOptions>): Viewer {
  return {
    write(data) {
      for (let at = 0; at < data.length && open.has(viewer); at += INPUT_PIECE_BYTES) {
        connection.send(encodeViewerInput(viewer, data.subarray(at, at + INPUT_PIECE_BYTES)));
      }
    },
    resize(size) {
      if (open.has(viewer)) connection.notice({ op: 'viewerResize', viewer, size });
    },
    control(take, size) {
      if (open.has(viewer)) connection.notice({ op: 'viewerControl', viewer, take, size });
    },
    ack(bytes) {
      if (open.has(viewer)) connection.notice({ op: 'viewerAck', viewer, bytes });
    },
    detach() {
      if (open.delete(viewer)) connection.notice({ op: 'viewerDetach', viewer });
    },
  };
}
