import { printable } from '../errors.ts';
import type { Style } from '../style.ts';
import { clip, duration } from '../text.ts';
import type { Member } from './team.ts';

export interface TreeView {
  readonly session: string;
  readonly team: readonly Member[];
  /** Latest words by terminal id. */
  readonly words: ReadonlyMap<string, string>;
  /** Milliseconds since the start. */
  readonly elapsed: number;
  readonly frame: number;
  readonly width: number;
  readonly style: Style;
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const PROFILE_WIDTH = 18;
const STATE_WIDTH = 10;

/** Who works for whom and what each is doing, one row per agent. */
export function drawTree(view: TreeView): string[] {
  const { team, style } = view;
  const roots = team.filter(({ callerId }) => callerId === null || team.every(({ id }) => id !== callerId));
  const rows = roots.flatMap((member) => branch(member, '', '', view));
  return [`${style.bold(view.session)} ${style.dim(duration(view.elapsed))}`, '', ...rows];
}

function branch(member: Member, lead: string, below: string, view: TreeView): string[] {
  const children = view.team.filter(({ callerId }) => callerId === member.id);
  return [
    row(member, lead, view),
    ...children.flatMap((child, index) => {
      const last = index === children.length - 1;
      return branch(child, `${below}${last ? '└─ ' : '├─ '}`, `${below}${last ? '   ' : '│  '}`, view);
    }),
  ];
}

function row(member: Member, lead: string, view: TreeView): string {
  const { style } = view;
  const { glyph, word } = stateOf(member, view);
  const name = member.profile.padEnd(Math.max(0, PROFILE_WIDTH - lead.length));
  const head = `${name} ${member.id}  ${word.padEnd(STATE_WIDTH)}`;
  const room = Math.max(0, view.width - lead.length - head.length - 4);
  const said = printable(wordsOf(member, view).split('\n')[0] ?? '');
  return `${style.dim(lead)}${glyph} ${head} ${said === '' ? '' : style.dim(clip(said, room))}`.trimEnd();
}

function stateOf(member: Member, { style, frame }: TreeView): { glyph: string; word: string } {
  if (member.outcome?.ok === false) return { glyph: style.red('✗'), word: 'failed' };
  if (member.gone) return { glyph: style.green('✓'), word: 'left' };
  if (member.exited) return { glyph: style.red('✗'), word: 'ended' };
  if (member.status === 'waiting_user_answer') return { glyph: style.yellow('?'), word: 'asks' };
  if (member.status === 'unknown') return { glyph: style.cyan(SPINNER[frame % SPINNER.length] ?? ''), word: 'starts' };
  if (member.status === 'processing')
    return { glyph: style.cyan(SPINNER[frame % SPINNER.length] ?? ''), word: 'works' };
  if (member.status === 'error') return { glyph: style.red('✗'), word: 'error' };
  return member.status === 'completed' ? { glyph: style.green('✓'), word: 'done' } : { glyph: '○', word: 'idle' };
}

function wordsOf(member: Member, view: TreeView): string {
  if (member.outcome !== undefined) return member.outcome.text;
  if (member.status === 'waiting_user_answer') return member.question?.text ?? 'asks a question';
  if (member.status === 'processing') return view.words.get(member.id) ?? '';
  if (member.pendingMessages > 0) return `${member.pendingMessages} message(s) waiting`;
  return member.role === 'conductor' && view.team.some(({ status, gone }) => status === 'processing' && !gone)
    ? 'waits for its workers'
    : '';
}
