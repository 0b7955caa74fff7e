export { createPackage, usualFolder, type CreatedPackage, type CreateOptions } from './create-package.ts';
export type { NextStep } from './kind.ts';
export { KINDS, type KindName } from './kinds.ts';
export { main } from './main.ts';
export { stepsText } from './steps-text.ts';
