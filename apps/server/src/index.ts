export { stopTerminalHost } from './host.ts';
export { startServer, type RunningServer, type StartOptions } from './serve.ts';
