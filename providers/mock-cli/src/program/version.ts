/** Equals the package's version; a constant, so that the start reads no manifest. */
export const VERSION = '0.1.0';
