import { createEditor } from './editor.ts';
import type { KeyEvent } from './keys.ts';
import type { Menu } from './layout.ts';
import { edit } from './editor.ts';

export interface Asked {
  readonly text: string;
  /** Empty for a question that takes any text. */
  readonly options: readonly string[];
  readonly tool?: string;
}

/** A question on the screen, until it is answered or dropped. */
export interface Question {
  readonly menu: Menu | undefined;
  /** For a question that takes any text: the question and what was typed so far. */
  readonly free: { readonly text: string; readonly input: string } | undefined;
  /** Takes a key; `cancel` when the person wants out. */
  key(event: KeyEvent): 'cancel' | undefined;
}

export function openQuestion(asked: Asked, answer: (text: string) => void): Question {
  const { text, options } = asked;
  const editor = createEditor();
  let selected = 0;

  function choose(event: KeyEvent): void {
    // A paste is not a choice, whatever it begins with.
    if (event.type === 'paste') return;
    if (event.type === 'text') {
      const chosen = options[Number(event.bytes[0]) - 1];
      if (chosen !== undefined) answer(chosen);
    } else if (event.key === 'Enter') {
      answer(options[selected] ?? '');
    } else {
      const step = { Up: -1, Down: 1 }[event.key] ?? 0;
      selected = (selected + step + options.length) % options.length;
    }
  }

  return {
    get menu() {
      return options.length === 0 ? undefined : { text, options, selected };
    },
    get free() {
      return options.length === 0 ? { text, input: editor.text } : undefined;
    },
    key: (event) => {
      if (event.type === 'key' && (event.key === 'Escape' || event.key === 'C-c')) return 'cancel';
      if (options.length > 0) choose(event);
      else if (event.type === 'key' && event.key === 'Enter') answer(editor.take().text);
      else edit(editor, event);
      return undefined;
    },
  };
}
