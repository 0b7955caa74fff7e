// Plain keep-alive HTTP: the time of a call is the server's, not that of a client library.
import { Agent, request } from 'node:http';

/** Calls as the owner; `call(method, path, body)` resolves with the parsed answer and throws for anything but success. */
export function createCalls(url, token) {
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: `Bearer ${token}` };

  function call(method, path, body, more = {}) {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const all = { ...headers, ...more, ...(text !== undefined && { 'content-type': 'application/json' }) };
      const outgoing = request(url + path, { method, agent, headers: all }, (incoming) => {
        let answer = '';
        incoming.setEncoding('utf8').on('data', (part) => (answer += part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          if (incoming.statusCode < 300) resolve(parse(answer, incoming.headers['content-type'] ?? ''));
          else reject(new Error(`${method} ${path}: ${incoming.statusCode} ${answer}`));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  /** One tool call as the agent of a terminal, answered when the tool is done. */
  async function tool(terminalId, name, args) {
    const answer = await call(
      'POST',
      '/mcp',
      {
        jsonrpc: '2.0',
        id: `${name}-${process.hrtime.bigint()}`,
        method: 'tools/call',
        params: { name, arguments: args },
      },
      { accept: 'application/json, text/event-stream', 'x-cao-terminal-id': terminalId },
    );
    if (answer.error !== undefined || answer.result.isError) throw new Error(JSON.stringify(answer));
    return answer.result;
  }

  return { call, tool, close: () => agent.destroy() };
}

/** The last event of a stream, or the JSON that it is. */
function parse(text, type) {
  if (!type.startsWith('text/event-stream')) return JSON.parse(text);
  const data = [...text.matchAll(/^data: (\{.*)$/gm)].at(-1)?.[1];
  return JSON.parse(data ?? 'null');
}
