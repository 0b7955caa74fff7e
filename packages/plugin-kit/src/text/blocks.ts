/** Lines that belong together: a paragraph with the empty line before it, or a fenced code block, which is always closed. */
export interface Block {
  readonly lines: readonly string[];
  readonly fence?: Fence;
}

export interface Fence {
  /** The line that opens it, with the language. */
  readonly open: string;
  readonly close: string;
}

/** A language longer than this is none, and would be repeated in each part. */
const OPENING = /^ {0,3}(`{3,20}|~{3,20})\s*([^\s`]{0,30})[^`]*$/;

export function blocksOf(text: string): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const end = (): void => {
    if (paragraph.length > 0) blocks.push({ lines: paragraph });
    paragraph = [];
  };

  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const opened = OPENING.exec(line);
    if (opened === null) {
      if (line.trim() === '' && paragraph.some((before) => before.trim() !== '')) end();
      paragraph.push(line);
      continue;
    }
    end();
    const marks = opened[1] ?? '```';
    const open = `${marks}${opened[2] ?? ''}`;
    const closing = lines.findIndex((later, index) => index > at && closes(later, marks));
    const last = closing === -1 ? lines.length : closing;
    const inside = lines.slice(at + 1, last);
    blocks.push({ lines: [open, ...inside, marks], fence: { open, close: marks } });
    at = last;
  }
  end();
  return blocks;
}

function closes(line: string, marks: string): boolean {
  const text = line.trim();
  return text.length >= marks.length && text.replaceAll(marks.charAt(0), '') === '';
}
