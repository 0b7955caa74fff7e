export { testProvider } from './suite.ts';
export type { ProviderTestOptions } from './options.ts';
export { readScreenCases, type ExpectedReading, type ScreenCase, type ScreenMeta } from './fixtures.ts';
export { agentStoreRequest, agentFacts, launchRequest, screenFromText } from './samples.ts';
