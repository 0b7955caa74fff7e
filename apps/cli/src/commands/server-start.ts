import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const serverStart = defineCommand({
  description:
    'Starts cao-server in the background and waits until it answers. Does nothing when it is up already.\nWith --foreground it runs here until Ctrl-C.',
  arguments: [],
  options: {
    host: { type: 'text', value: 'HOST', help: 'address to listen on; 127.0.0.1 unless CAO_API_HOST says otherwise' },
    port: { type: 'count', value: 'PORT', help: 'port to listen on; 9889 unless CAO_API_PORT says otherwise' },
    foreground: { type: 'flag', help: 'run here instead of in the background' },
  },
  examples: [{ command: 'cao server start' }, { command: 'cao server start --port 9900 --foreground' }],
  async run({ options }, io) {
    const { host, port } = options;
    if (options.foreground) {
      const { serverScript } = await import('../server/program.ts');
      const flags = [
        ...(host === undefined ? [] : ['--host', host]),
        ...(port === undefined ? [] : ['--port', `${port}`]),
      ];
      return io.become(serverScript(), flags);
    }
    const { ensureServer } = await import('../server/start.ts');
    const env = {
      ...io.env,
      ...(host === undefined ? {} : { CAO_API_HOST: host }),
      ...(port === undefined ? {} : { CAO_API_PORT: String(port) }),
    };
    const { address, health, started } = await ensureServer({ ...io, env });
    if (!started) io.out(`cao-server is running on ${address.url} (pid ${health.pid})\n`);
    return EXIT.ok;
  },
});
