import type { Where } from './bridge.ts';

/** Where the server is and who the agent is, from the environment CAO gives to every agent. */
export function configFrom(env: Readonly<Record<string, string | undefined>>): Where {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const host = given('CAO_API_HOST') ?? '127.0.0.1';
  const address = `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}`;
  const token = given('CAO_TOKEN');
  const terminalId = given('CAO_TERMINAL_ID');
  return {
    url: given('CAO_MCP_URL') ?? `${address}:${given('CAO_API_PORT') ?? '9889'}/mcp`,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(terminalId !== undefined && /^[a-f0-9]{8}$/.test(terminalId) && { 'x-cao-terminal-id': terminalId }),
    },
  };
}
