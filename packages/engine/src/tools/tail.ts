/** The end of a text, which is what matters of a terminal, and how much there was. No character is cut in two. */
export function tail(text: string, limit: number): { output: string; truncated: boolean; total_chars: number } {
  const truncated = text.length > limit;
  const output = truncated ? text.slice(-limit).replace(/^[\uDC00-\uDFFF]/, '') : text;
  return { output, truncated, total_chars: text.length };
}
