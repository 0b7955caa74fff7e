const out = (text) => process.stdout.write(text);

/** The lower part of the screen is drawn anew with every change; what is above it scrolls away for good. */
export function createScreen() {
  let drawn = [];
  const erase = () => (drawn.length > 0 ? `\r\x1b[${drawn.length - 1}A\x1b[J`.replace('\x1b[0A', '') : '');
  return {
    cols: () => process.stdout.columns,
    rule: () => '─'.repeat(process.stdout.columns),
    /** Rows that stay. */
    print(rows) {
      out(erase() + rows.map((row) => `${row}\r\n`).join(''));
      drawn = [];
    },
    /** Rows at the bottom, cut at the edge. */
    draw(rows) {
      const cut = rows.map((row) => [...row].slice(0, process.stdout.columns - 1).join(''));
      out(`\x1b[?25l${erase()}${cut.join('\r\n')}\x1b[?25h`);
      drawn = cut;
    },
  };
}

/** Splits what a terminal sends into pastes and keys. */
export function createKeys(onKey) {
  let rest = '';
  let pasted;
  const names = { '\r': 'Enter', '\x1b': 'Escape', '\x03': 'C-c', '\x7f': 'Backspace', '\t': 'Tab' };
  const arrows = { A: 'Up', B: 'Down', C: 'Right', D: 'Left' };
  return (chunk) => {
    rest += chunk;
    while (rest !== '') {
      if (pasted !== undefined) {
        const end = rest.indexOf('\x1b[201~');
        if (end < 0) {
          pasted += rest;
          rest = '';
          return;
        }
        onKey({ paste: (pasted + rest.slice(0, end)).replaceAll('\r', '\n') });
        [pasted, rest] = [undefined, rest.slice(end + 6)];
      } else if (rest.startsWith('\x1b[200~')) {
        [pasted, rest] = ['', rest.slice(6)];
      } else if (/^\x1b[[O][ABCD]/.test(rest)) {
        onKey({ name: arrows[rest[2]] });
        rest = rest.slice(3);
      } else {
        const first = String.fromCodePoint(rest.codePointAt(0));
        onKey(names[first] ? { name: names[first] } : { text: first });
        rest = rest.slice(first.length);
      }
    }
  };
}
