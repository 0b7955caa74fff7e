import { CLI_NAMES, type Age, type CliName } from '@cao/testkit';

const AGES: readonly Age[] = ['current', 'old', 'oldest'];

/** Every CLI in every version that tests know. */
export const CASES: readonly { readonly kind: CliName; readonly age: Age }[] = CLI_NAMES.flatMap((kind) =>
  AGES.map((age) => ({ kind, age })),
);
