/** Slack's own Markdown. `&`, `<` and `>` are escaped, so nothing an agent wrote can mention anybody or be a command. */
export function mrkdwnOf(markdown: string): string {
  let inCode = false;
  return markdown
    .split('\n')
    .map((line) => {
      if (/^ {0,3}(```|~~~)/.test(line)) {
        inCode = !inCode;
        // Slack knows no languages, and would show them.
        return '```';
      }
      return inCode ? escaped(line) : prose(line);
    })
    .join('\n');
}

/** As many characters as Slack will count. */
export function escapedLength(text: string): number {
  let length = text.length;
  for (const character of text)
    if (character === '&') length += 4;
    else if (character === '<' || character === '>') length += 3;
  return length;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Code between backticks stays as it is. */
function prose(line: string): string {
  return line
    .split(/(`[^`]+`)/)
    .map((piece, index) => (index % 2 === 1 ? escaped(piece) : styled(escaped(piece))))
    .join('');
}

function styled(text: string): string {
  return text
    .replace(/^#{1,6}\s+(.+?)\s*#*$/, (_line, title: string) => `*${title.replaceAll('**', '')}*`)
    .replace(/\*\*(\S(?:[^*]*\S)?)\*\*/g, '*$1*')
    .replace(/\[([^\]|]{1,200})\]\((https?:\/\/[^\s|()]{1,1000})\)/g, '<$2|$1>');
}
