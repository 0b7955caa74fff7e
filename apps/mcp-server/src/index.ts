export { createBridge, type Bridge, type BridgeOptions } from './bridge.ts';
export { configFrom, type BridgeConfig } from './config.ts';
export { EXCHANGE_TIMES, type ExchangeTimes } from './exchange.ts';
