import type { KeyEvent } from './keys.ts';

/** The input box's content. Kept as raw bytes, one per character, so that a prompt can be told byte for byte. */
export interface Editor {
  readonly text: string;
  insert(bytes: string): void;
  paste(bytes: string): void;
  backspace(): void;
  clear(): void;
  take(): Prompt;
}

export interface Prompt {
  readonly text: string;
  readonly bytes: Buffer;
}

export function createEditor(): Editor {
  let raw = '';
  let decoded: string | undefined = '';

  const set = (bytes: string): void => {
    raw = bytes;
    decoded = undefined;
  };
  const bytes = (): Buffer => Buffer.from(raw, 'latin1');
  const text = (): string => (decoded ??= bytes().toString('utf8'));

  return {
    get text() {
      return text();
    },
    insert: (added) => set(raw + added),
    // Terminals send the line ends of a paste as carriage returns.
    paste: (added) => set(raw + added.replace(/\r(?!\n)/g, '\n')),
    backspace: () => set(Buffer.from(Array.from(text()).slice(0, -1).join(''), 'utf8').toString('latin1')),
    clear: () => set(''),
    take: () => {
      const prompt = { text: text(), bytes: bytes() };
      set('');
      return prompt;
    },
  };
}

/** What a key means inside a box; keys that mean nothing there are ignored. */
export function edit(editor: Editor, event: KeyEvent): void {
  if (event.type === 'text') editor.insert(event.bytes);
  else if (event.type === 'paste') editor.paste(event.bytes);
  else if (event.key === 'Newline') editor.insert('\n');
  else if (event.key === 'Backspace') editor.backspace();
  else if (event.key === 'C-u') editor.clear();
}
