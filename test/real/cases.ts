import { CLI_NAMES, CLIS, type Age, type CliDefinition, type CliName } from '@cao/testkit';

const AGES: readonly Age[] = ['current', 'old', 'oldest'];

export const PROVEN: readonly CliName[] = CLI_NAMES.filter((name) => {
  const definition: CliDefinition = CLIS[name];
  return definition.unproven !== true;
});

/** Every CLI in every version that tests know. */
export const CASES: readonly { readonly kind: CliName; readonly age: Age }[] = PROVEN.flatMap((kind) =>
  AGES.map((age) => ({ kind, age })),
);
