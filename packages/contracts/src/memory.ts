import { z } from 'zod';

/** How far a memory reaches. */
export const MemoryScope = z.enum(['global', 'project', 'session', 'agent']);
export type MemoryScope = z.infer<typeof MemoryScope>;

/** What kind of fact it is: a label, except that `user` and `feedback` never expire. */
export const MemoryType = z.enum(['user', 'feedback', 'project', 'reference']);
export type MemoryType = z.infer<typeof MemoryType>;

/** `metadata`: every word occurs, newest first; `bm25`: best match first; `hybrid`: the former, filled up with the latter. */
export const SearchMode = z.enum(['metadata', 'bm25', 'hybrid']);
export type SearchMode = z.infer<typeof SearchMode>;

export const MemoryKey = z.string().regex(/^[a-z0-9-]{1,60}$/, 'a key is 1 to 60 lower-case letters, digits or -');
export type MemoryKey = z.infer<typeof MemoryKey>;

/** Name of the profile of the side terminal that picks what a new agent should know. */
export const MEMORY_MANAGER = 'memory_manager';

/** Largest fact in UTF-8 bytes. Facts are sentences; documents belong into files. */
export const MAX_MEMORY_BYTES = 16 * 1024;

/** One remembered fact, its newest entry. */
export const Memory = z.object({
  key: z.string(),
  content: z.string(),
  memory_type: MemoryType,
  scope: MemoryScope,
  /** Project id, session name or profile name; null for `global`. */
  scope_id: z.string().nullable(),
  /** Separated by commas. */
  tags: z.string(),
  file_path: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Memory = z.infer<typeof Memory>;
