import { connect } from 'node:net';

/** Sends bytes as they are and returns everything that comes back until the server closes. */
export function rawRequest(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.on('error', reject);
  });
}

/** A request of one's own headers, ended by the server after one answer. */
export function rawHttp(port: number, head: readonly string[], body: string | Buffer = ''): Promise<string> {
  const lines = [...head, `content-length: ${Buffer.byteLength(body)}`, 'connection: close', '', ''];
  return rawRequest(port, Buffer.concat([Buffer.from(lines.join('\r\n')), Buffer.from(body)]));
}
