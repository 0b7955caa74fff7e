import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A row of a document that promises something: `| # | What | Where | Proof |`. */
export interface ProofRow {
  readonly number: string;
  readonly what: string;
  readonly where: string;
  readonly proof: string;
}

const ROOT = new URL('../../', import.meta.url);

/** Rows of every table of a document of this repository that has these four columns. */
export function proofRows(path: string): readonly ProofRow[] {
  const text = readFileSync(new URL(path, ROOT), 'utf8');
  return text.split('\n').flatMap((line) => {
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    const [number = '', what = '', where = '', proof = ''] = cells.map((cell) => cell.trim());
    return cells.length === 4 && /^[\w.]*\d$/.test(number) ? [{ number, what, where, proof }] : [];
  });
}

/** What is wrong with the proof of a row: a proof names tests that exist, or gives a reason. */
export function proofProblems({ where, proof }: ProofRow): readonly string[] {
  const problems = [...where.matchAll(/`([^`]+)`/g)].flatMap(([, path = '']) =>
    existsSync(new URL(path, ROOT)) ? [] : [`${path} does not exist`],
  );
  if (/^Reason: .{10}/.test(proof)) return problems;
  const named = proof.split('<br>').map((part) => /^`([^`]+)` › `(.+)`$/.exec(part.trim()));
  return [...problems, ...named.flatMap((match) => (match ? testProblems(match) : ['names no test']))];
}

function testProblems([, path = '', title = '']: RegExpExecArray): readonly string[] {
  const file = new URL(path, ROOT);
  if (!existsSync(file)) return [`${path} does not exist`];
  const written = readFileSync(fileURLToPath(file), 'utf8');
  const quoted = ["'", '"', '`'].some((quote) => written.includes(`${quote}${title}${quote}`));
  return quoted ? [] : [`${path} has no test '${title}'`];
}
