/** Checks that cannot hold for this CLI, by name, each with its reason. */
export const skip: Readonly<Record<string, string>> = {};
