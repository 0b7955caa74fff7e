import { isAbsolute } from 'node:path';
import type { Size, SpawnSpec, TerminalBackend } from '../backend.ts';
import { TerminalError } from '../errors.ts';

/** The emulator needs two columns; beyond the upper ends a screen is a mistake that costs megabytes. */
const MIN_SIZE: Size = { cols: 2, rows: 1 };
const MAX_SIZE: Size = { cols: 1_000, rows: 1_000 };

const MAX_LABELS_BYTES = 4 * 1024;

const MAX_READ_BYTES = 1024 * 1024;

type LogRange = Parameters<TerminalBackend['readLog']>[1];

/** What a caller must get right before anything is tried. */
export function checkSpec(spec: SpawnSpec): void {
  if (!/^[0-9a-f]{8}$/.test(spec.id)) throw invalid(`The id ${JSON.stringify(spec.id)} is not eight hex digits`);
  if (!isAbsolute(spec.cwd)) throw invalid('The working directory is not an absolute path');
  if (!isAbsolute(spec.logPath)) throw invalid('The path of the log is not absolute');
  if (Buffer.byteLength(JSON.stringify(spec.labels)) > MAX_LABELS_BYTES) {
    throw invalid(`The labels are longer than ${MAX_LABELS_BYTES} bytes`);
  }
  checkSize(spec.size);
}

export function checkSize(size: Size): void {
  const fits =
    Number.isInteger(size.cols) &&
    Number.isInteger(size.rows) &&
    size.cols === clampSize(size).cols &&
    size.rows === clampSize(size).rows;
  if (fits) return;
  throw invalid(
    `A terminal has ${MIN_SIZE.cols} to ${MAX_SIZE.cols} columns and ${MIN_SIZE.rows} to ${MAX_SIZE.rows} rows, not ${size.cols}x${size.rows}`,
  );
}

/** A part of a log; longer ones are shortened. */
export function checkRange({ offset, length }: LogRange): LogRange {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0) {
    throw invalid(`A part of a log is given by two whole numbers, not ${offset} and ${length}`);
  }
  return { offset, length: Math.min(length, MAX_READ_BYTES) };
}

/** For viewers, whose windows may be of any size while they are dragged. */
export function clampSize({ cols, rows }: Size): Size {
  const clamp = (value: number, least: number, most: number): number =>
    Math.min(most, Math.max(least, Math.floor(Number.isFinite(value) ? value : least)));
  return { cols: clamp(cols, MIN_SIZE.cols, MAX_SIZE.cols), rows: clamp(rows, MIN_SIZE.rows, MAX_SIZE.rows) };
}

function invalid(what: string): TerminalError {
  return new TerminalError('invalid_input', `${what}.`);
}
