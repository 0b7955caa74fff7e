export { findBlock } from './block.ts';
export { keyOf } from './names.ts';
export { openMemory } from './open.ts';
export { SCOPE_ORDER, placesOf, type Caller, type Place } from './places.ts';
export { identifyProject, type ProjectIdentity, type ProjectQuestion } from './project.ts';
export { readMemorySettings, type MemorySettings } from './settings.ts';
export type { FoundFact, MemoryStore, NewMemory, StoredMemory } from './store.ts';
