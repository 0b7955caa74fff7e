export { mountPlugin, type MountedPlugin, type MountOptions } from './mount.ts';
export { sampleEvent, sampleRequest } from './samples.ts';
