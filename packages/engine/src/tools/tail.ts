/** The end of a text, which is what matters of a terminal, and how much there was. */
export function tail(text: string, limit: number): { output: string; truncated: boolean; total_chars: number } {
  const characters = [...text];
  const truncated = characters.length > limit;
  return {
    output: truncated ? characters.slice(-limit).join('') : text,
    truncated,
    total_chars: characters.length,
  };
}
