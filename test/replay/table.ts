import type { Played } from './stage.ts';

/** One line of the table in `docs/status-proof.md`. */
export function tableRow(name: string, mode: string, score: Played, limit: number): string {
  const delays = score.delays.flatMap(({ ms }) => (ms === undefined ? [] : [ms])).toSorted((a, b) => a - b);
  const cells = [
    name,
    mode,
    percent(score.right),
    limit < 1 ? percent(limit) : '',
    score.falseCompleted.length,
    score.falseIdle.length,
    score.missedWaiting.length,
    `${delays[Math.floor(delays.length / 2)] ?? '–'} ms`,
    `${delays.at(-1) ?? '–'} ms`,
    score.delays.length - delays.length,
  ];
  return `| ${cells.join(' | ')} |`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
