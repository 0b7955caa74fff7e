export { startBridge, type Bridge, type BridgeOptions, type Where } from './bridge.ts';
export { configFrom } from './config.ts';
export { operatorConfig } from './operator-config.ts';
export { PATIENCE_TIMES, type PatienceTimes } from './patient-fetch.ts';
