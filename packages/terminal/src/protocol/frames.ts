/** What a frame carries. JSON for everything that is said, the others for bytes that belong to a number. */
export const FRAME = { json: 1, reply: 2, viewerOutput: 3, viewerInput: 4 } as const;

export type FrameKind = (typeof FRAME)[keyof typeof FRAME];

/** Length of the body (four bytes, big-endian) and kind. */
const HEADER_BYTES = 5;

/** To the host: a batch with four megabytes of text fits, whatever is escaped in it. */
export const MAX_CLIENT_FRAME = 8 * 1024 * 1024;

/** To the client: the text of ten thousand long lines. */
export const MAX_HOST_FRAME = 64 * 1024 * 1024;

export function encodeFrame(kind: FrameKind, ...parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, 0),
    0,
  );
  header.writeUInt8(kind, 4);
  return Buffer.concat([header, ...parts]);
}

export function encodeJson(message: unknown): Buffer {
  return encodeFrame(FRAME.json, Buffer.from(JSON.stringify(message)));
}

/** Bytes for request `n`, read up to where the log ended then. */
export function encodeReply(n: number, end: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32BE(n, 0);
  head.writeDoubleBE(end, 4);
  return encodeFrame(FRAME.reply, head, data);
}

export function decodeReply(body: Buffer): { n: number; end: number; data: Buffer } {
  return { n: body.readUInt32BE(0), end: body.readDoubleBE(4), data: body.subarray(12) };
}

export function encodeViewerOutput(viewer: number, data: Uint8Array, reset: boolean): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(viewer, 0);
  head.writeUInt8(reset ? 1 : 0, 4);
  return encodeFrame(FRAME.viewerOutput, head, data);
}

export function decodeViewerOutput(body: Buffer): { viewer: number; data: Buffer; reset: boolean } {
  return { viewer: body.readUInt32BE(0), reset: body.readUInt8(4) === 1, data: body.subarray(5) };
}

export function encodeViewerInput(viewer: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(viewer, 0);
  return encodeFrame(FRAME.viewerInput, head, data);
}

export function decodeViewerInput(body: Buffer): { viewer: number; data: Buffer } {
  return { viewer: body.readUInt32BE(0), data: body.subarray(4) };
}

/** Puts frames together again. */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #onFrame: (kind: number, body: Buffer) => void;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  #body: Buffer | undefined;
  #bodyBytes = 0;

  constructor(maxBytes: number, onFrame: (kind: number, body: Buffer) => void) {
    this.#maxBytes = maxBytes;
    this.#onFrame = onFrame;
  }

  /** Throws when a frame is longer than allowed, before room is made for it; the stream is useless then. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body) at += this.#fillBody(chunk, at);
      else at += this.#fillHeader(chunk, at);
    }
  }

  #fillHeader(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#header, this.#headerBytes, at);
    this.#headerBytes += taken;
    if (this.#headerBytes < HEADER_BYTES) return taken;
    this.#headerBytes = 0;
    const length = this.#header.readUInt32BE(0);
    if (length > this.#maxBytes) throw new Error(`a frame of ${length} bytes is longer than ${this.#maxBytes}`);
    // Most frames arrive whole and need no copy.
    if (chunk.length - at - taken >= length) {
      this.#onFrame(this.#header.readUInt8(4), chunk.subarray(at + taken, at + taken + length));
      return taken + length;
    }
    this.#body = Buffer.allocUnsafe(length);
    this.#bodyBytes = 0;
    return taken;
  }

  #fillBody(chunk: Buffer, at: number): number {
    const body = this.#body;
    if (!body) return 0;
    const taken = chunk.copy(body, this.#bodyBytes, at);
    this.#bodyBytes += taken;
    if (this.#bodyBytes === body.length) {
      this.#body = undefined;
      this.#onFrame(this.#header.readUInt8(4), body);
    }
    return taken;
  }
}
