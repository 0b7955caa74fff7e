export { stopTerminalHost } from './stop-terminal-host.ts';
