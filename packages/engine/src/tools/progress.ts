/** How often a waiting caller hears that something is still going on; the shortest silence a CLI bears is 60 s. */
export const PROGRESS_MS = 10_000;
