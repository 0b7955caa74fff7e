export { stopTerminalHost } from './host.ts';
export { addPackage, removePackage, type AddedPackage } from './listed-packages.ts';
export { startServer, type RunningServer, type StartOptions } from './serve.ts';
