import type { EvidenceRecord, Explanation } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { questionText } from '../question.ts';
import { styleFor } from '../style.ts';
import { clip, duration, json, localTime } from '../text.ts';

const RECENT = 8;
const SCREEN_LINES = 12;

export const terminalExplain = defineCommand({
  description:
    'Shows why a terminal has its status: what was seen, by which source, what decided, and what speaks against it.',
  arguments: [{ name: 'ID', help: 'terminal id', complete: 'terminal' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao terminal explain ab12cd34' }, { command: 'cao terminal explain ab12cd34 --json' }],
  async run({ args: [id], options }, io) {
    const client = await connect(io);
    const explanation = await client.terminals.explain(id);
    if (options.json) io.out(json(explanation));
    else io.out(explain(explanation, (await client.terminals.get(id)).session_name, io));
    return EXIT.ok;
  },
});

function explain(it: Explanation, session: string, io: Io): string {
  const style = styleFor(io.stdout, io.env);
  const heading = (text: string): string => `\n${style.bold(text)}`;
  const since = Date.parse(it.since);
  const lines = [
    `Terminal:   ${it.terminal_id}`,
    `Status:     ${it.status}${it.ready ? ', takes input' : ''} (${it.phase})`,
    `Since:      ${localTime(it.since)} (${duration(Date.now() - since)})`,
    `Reason:     ${printable(it.reason)}`,
    `Decided by: ${it.decided_by === null ? 'nothing yet' : evidence(it.decided_by)}`,
  ];
  if (it.turn !== null) lines.push(`Turn:       ${it.turn.id} ${it.turn.state}, from ${it.turn.origin}`);
  if (it.status === 'waiting_user_answer')
    lines.push('', questionText(it.question, { id: it.terminal_id, session_name: session }).trimEnd());
  lines.push(heading('Against it'), ...rows(it.contradictions.map(evidence), 'nothing'));
  lines.push(heading('Seen lately'), ...rows(it.recent.slice(0, RECENT).map(evidence), 'nothing'));
  lines.push(
    heading('Sources'),
    ...rows(
      it.sources.map(({ name, last_at: at }) => `${name}: ${at === null ? 'silent so far' : `spoke ${localTime(at)}`}`),
      'none',
    ),
  );
  // Agents draw on wide terminals; wrapped frames are hard to read.
  const width = io.stdout.isTTY ? io.stdout.columns - 4 : Number.POSITIVE_INFINITY;
  const screen = it.screen.slice(-SCREEN_LINES).map((line) => `  | ${clip(printable(line), width)}`);
  lines.push(heading('Bottom of the screen'), ...screen);
  return `${lines.join('\n')}\n`;
}

function evidence({ at, source, rule, says, effect }: EvidenceRecord): string {
  return printable(`${localTime(at).slice(11)} ${source}: ${rule} says ${says} (${effect})`);
}

function rows(lines: readonly string[], none: string): string[] {
  return (lines.length === 0 ? [none] : lines).map((line) => `  ${line}`);
}
