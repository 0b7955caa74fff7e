import { appendFile, open, stat } from 'node:fs/promises';

/** What is known of a file before it is written to. */
export interface LogFile {
  readonly size: number;
  /** The time of its first event, in milliseconds; undefined when it tells none. */
  readonly since: number | undefined;
}

/** A line is some hundred bytes, with its longest names two or three kilobytes. */
const LINE_BYTES = 16 * 1024;

/** Undefined when there is no such file, as after somebody moved it away. */
export async function lookAt(file: string): Promise<LogFile | undefined> {
  const size = await sizeOf(file);
  if (size === undefined) return undefined;
  const [first] = (await readAt(file, 0)).split('\n');
  const at = Date.parse(fieldOf(first, 'at'));
  return { size, since: Number.isNaN(at) ? undefined : at };
}

export async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The id in the last whole line. Ends a line that was cut off when a machine stopped, so that the next one stands by itself. */
export async function mendEnd(file: string): Promise<number | undefined> {
  const size = (await sizeOf(file)) ?? 0;
  if (size === 0) return undefined;
  const end = await readAt(file, Math.max(0, size - LINE_BYTES));
  if (!end.endsWith('\n')) await appendFile(file, '\n');
  const ids = end
    .split('\n')
    .map((line) => Number(fieldOf(line, 'id') || Number.NaN))
    .filter((id) => Number.isSafeInteger(id));
  return ids.at(-1);
}

async function readAt(file: string, position: number): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LINE_BYTES), 0, LINE_BYTES, position);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function fieldOf(line: string | undefined, name: string): string {
  try {
    const record: unknown = JSON.parse(line ?? '');
    return typeof record === 'object' && record !== null ? String(Reflect.get(record, name)) : '';
  } catch {
    return '';
  }
}
