import { describe, expect, it } from 'vitest';
import { expectCase, readScreenCases } from './fixtures.ts';
import { identityChecks } from './identity-checks.ts';
import { inputChecks } from './input-checks.ts';
import { planChecks } from './plan-checks.ts';
import { placeChecks } from './place-checks.ts';
import { readerChecks } from './reader-checks.ts';
import { expectSignals, readSignalCases } from './signal-cases.ts';
import type { Provider } from '../provider.ts';
import type { Check, ProviderTestOptions } from './options.ts';

export const allChecks: readonly Check[] = [
  ...identityChecks,
  ...planChecks,
  ...placeChecks,
  ...readerChecks,
  ...inputChecks,
];

/**
 * The provider contract as vitest tests; call it at the top of a test file. Checks the promises every provider makes, then each
 * screen case of the fixtures folder.
 */
export function testProvider(provider: Provider, options: ProviderTestOptions): void {
  const skip = options.skip ?? {};
  describe(`provider ${provider.id}`, () => {
    for (const check of allChecks) {
      const reason = skip[check.name];
      const note = reason === undefined ? '' : ` (skipped: ${reason})`;
      // An author may leave a check out, with a reason that stands in its name.
      it.skipIf(reason !== undefined)(`${check.name}${note}`, () => {
        expect.hasAssertions();
        check.run(provider, options);
      });
    }

    it('is asked to skip only checks that exist, with a reason', () => {
      const names = allChecks.map((check) => check.name);
      for (const [name, reason] of Object.entries(skip)) {
        expect(names).toContain(name);
        expect(reason.trim()).not.toBe('');
      }
    });

    describe('screens', () => {
      for (const fixture of readScreenCases(options)) {
        it(`${fixture.name}, as text`, () => {
          expect.hasAssertions();
          expectCase(provider, fixture, fixture.screen, options);
        });
        const { bytes } = fixture;
        const { render } = options;
        if (bytes === undefined || render === undefined) continue;
        it(`${fixture.name}, drawn from its bytes`, async () => {
          expect.hasAssertions();
          const { cols, rows } = fixture.screen;
          expectCase(provider, fixture, await render(bytes, { cols, rows }), options);
        });
      }
      for (const fixture of readSignalCases(options)) {
        it(`${fixture.name}, its signals`, () => {
          expect.hasAssertions();
          expectSignals(provider, fixture, options);
        });
      }
    });
  });
}
