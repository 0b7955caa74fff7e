import { expect, test } from 'vitest';
import {
  decodeReply,
  decodeViewerInput,
  decodeViewerOutput,
  encodeFrame,
  encodeJson,
  encodeReply,
  encodeViewerInput,
  encodeViewerOutput,
  FRAME,
  FrameReader,
} from '../../src/protocol/frames.ts';

const HEADER_BYTES = 5;

test('frames come out as they went in, however the stream is cut', () => {
  const frames = [encodeJson({ a: 'ü' }), encodeFrame(FRAME.reply), encodeViewerInput(7, Buffer.from('x'.repeat(50)))];
  const stream = Buffer.concat(frames);
  for (let size = 1; size <= stream.length; size++) {
    const seen: [number, string][] = [];
    const reader = new FrameReader(100, (kind, body) => seen.push([kind, body.toString('latin1')]));
    for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
    expect(seen).toEqual(frames.map((frame) => [frame.readUInt8(4), frame.toString('latin1', HEADER_BYTES)]));
  }
});

test('a frame that is too long is refused by its header', () => {
  const reader = new FrameReader(10, () => {});
  const header = encodeFrame(FRAME.json, Buffer.alloc(11)).subarray(0, HEADER_BYTES);
  expect(() => reader.push(header)).toThrow('11 bytes');
});

test('bytes keep their number', () => {
  const data = Buffer.from([0, 255, 10]);
  const body = (frame: Buffer): Buffer => frame.subarray(HEADER_BYTES);
  expect(decodeReply(body(encodeReply(3, 2 ** 40, data)))).toEqual({ n: 3, end: 2 ** 40, data });
  expect(decodeViewerOutput(body(encodeViewerOutput(9, data, true)))).toEqual({ viewer: 9, data, reset: true });
  expect(decodeViewerInput(body(encodeViewerInput(9, data)))).toEqual({ viewer: 9, data });
});
