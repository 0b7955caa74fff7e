import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';

/** The beginning of a prompt stands in one row even where the rest is wrapped or folded. */
const BEGINNING = 40;

/**
 * Whether an agent took its input, told from what it printed of it: a turn may be over before anybody saw it under way, and
 * typing it again would do it twice.
 */
export interface Echo {
  /** A settled screen. */
  look(screen: ScreenSnapshot, reading: ScreenReading): void;
  /** This prompt is typed next. */
  expect(prompt: string): void;
  /** Nothing is typed yet: what stands there is of an earlier prompt. */
  reset(): void;
  /** The prompt stands on the screen once more than before, and nothing lies in the input box. */
  seen(): boolean;
}

export function createEcho(): Echo {
  let lines: readonly string[] = [];
  let composer: string | undefined;
  let expected: { readonly prompt: string; readonly before: number } | undefined;

  return {
    look(screen, reading) {
      lines = screen.lines;
      composer = reading.composer;
    },
    expect(prompt) {
      // What somebody left in the input box is still to be sent.
      const unsent = composer === undefined ? 0 : count(prompt, [composer]);
      expected = { prompt, before: count(prompt, lines) - unsent };
    },
    reset() {
      expected = undefined;
    },
    seen: () => composer === '' && expected !== undefined && count(expected.prompt, lines) > expected.before,
  };
}

function count(prompt: string, lines: readonly string[]): number {
  const beginning = (prompt.trim().split('\n', 1)[0] ?? '').slice(0, BEGINNING);
  return beginning === '' ? 0 : lines.filter((line) => line.includes(beginning)).length;
}
