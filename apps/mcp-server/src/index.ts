export { startBridge, type Bridge, type BridgeOptions } from './bridge.ts';
export { configFrom, type BridgeConfig } from './config.ts';
export { PATIENCE_TIMES, type PatienceTimes } from './patient-fetch.ts';
