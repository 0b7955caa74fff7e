/** Cuts a stream at newlines only: other line separators may stand inside a JSON text. */
export function createLineSplitter(onLine: (line: string) => void): (chunk: Uint8Array) => void {
  const text = new TextDecoder();
  let rest = '';
  return (chunk) => {
    const lines = (rest + text.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}
