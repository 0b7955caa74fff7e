import { plainText } from '../text/plain-text.ts';
import type { Notice } from './notice.ts';

const DOES: Record<Notice['kind'], string> = {
  needs_you: 'needs you',
  finished: 'is done',
  failed: 'failed',
  message: 'wrote',
};

/** `developer in cao-shop needs you` */
export function titleOf({ agent, session, kind }: Notice): string {
  return plainText(`${agent}${session === null ? '' : ` in ${session}`} ${DOES[kind]}`);
}

/** The whole notice in Markdown. `bold` is the service's own. */
export function markdownOf(notice: Notice, bold: (text: string) => string = (text) => `**${text}**`): string {
  const { text, options, command } = notice;
  const lines = [bold(titleOf(notice)), plainText(text).trim()];
  if (options.length > 0) lines.push(options.map(({ key, label }) => plainText(`${key}. ${label}`)).join('\n'));
  if (command !== null) lines.push(`\`${plainText(command).replaceAll('`', "'")}\``);
  return lines.filter((line) => line !== '').join('\n\n');
}
