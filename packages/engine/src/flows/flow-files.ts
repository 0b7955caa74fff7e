import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { CaoError } from '@cao/contracts';
import { MAX_FLOW_BYTES, parseFlow, type FlowFile } from '@cao/flows';
import { isMissing, messageOf } from '../errors.ts';

/** Reads a flow file. Throws `not_found` when it is missing and `invalid_input` for what is no flow. */
export async function readFlowFile(path: string): Promise<FlowFile> {
  let text: string;
  try {
    text = await readBounded(path);
  } catch (error) {
    if (error instanceof CaoError) throw error;
    const hint = isMissing(error) ? 'Put it back, or remove the flow.' : 'Make it readable for the server.';
    const code = isMissing(error) ? 'not_found' : 'invalid_input';
    throw new CaoError(code, `The flow file ${path} cannot be read: ${messageOf(error)}`, { hint });
  }
  return parseFlow(text, path);
}

async function readBounded(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    // Not a pipe, which would never end, and nothing that does not fit into memory.
    if (!(await handle.stat()).isFile()) throw new CaoError('invalid_input', `${path} is not a file.`);
    const buffer = Buffer.alloc(MAX_FLOW_BYTES + 1);
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, size, buffer.length - size);
      if (bytesRead === 0) return buffer.toString('utf8', 0, size);
      size += bytesRead;
      if (size > MAX_FLOW_BYTES) throw new CaoError('too_large', `${path} exceeds ${MAX_FLOW_BYTES} bytes.`);
    }
  } finally {
    await handle.close();
  }
}

/** Writes a new file, whole or not at all. Throws `conflict` when there is one: nothing is ever overwritten. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Unlike a rename, a link fails when somebody else was faster.
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new CaoError('conflict', `The flow file ${path} already exists.`, {
      hint: `Make it a flow with: cao flow add '${path}'. Or choose another name, or take the file away.`,
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A path in a flow file: absolute, below the user's home, or beside the file. */
export function besideFlow(flowFile: string, path: string, userHome: string): string {
  if (path === '~' || path.startsWith('~/')) return join(userHome, path.slice(1));
  return isAbsolute(path) ? path : resolve(dirname(flowFile), path);
}
