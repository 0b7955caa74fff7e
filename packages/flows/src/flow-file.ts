import { CaoError, FlowFrontmatter, MAX_MESSAGE_BYTES, utf8Length, type CreateFlowRequest } from '@cao/contracts';
import { parseMarkdown } from '@cao/profiles';
import { stringify } from 'yaml';

/** A flow as its file has it. */
export interface FlowFile extends FlowFrontmatter {
  readonly template: string;
}

/** Largest flow file: the largest prompt, and room for the front matter. */
export const MAX_FLOW_BYTES = MAX_MESSAGE_BYTES + 64 * 1024;

/** Reads a flow file. Throws `invalid_input` with everything that is wrong, by line. */
export function parseFlow(text: string, file: string): FlowFile {
  const markdown = parseMarkdown(text);
  const { data, body, problems } = markdown;
  if (problems.length > 0)
    throw invalid(
      file,
      problems.map(({ line, message }) => `line ${line}: ${message}`),
    );
  const parsed = FlowFrontmatter.safeParse(withoutNulls(data));
  if (!parsed.success) {
    const found = parsed.error.issues.map(({ path, message }) => {
      const field = path.length === 0 ? '' : `field '${path.join('.')}': `;
      return `line ${markdown.lineOf(path)}: ${field}${message}`;
    });
    throw invalid(file, found);
  }
  if (body === '') throw invalid(file, ['there is no prompt below the front matter']);
  if (utf8Length(body) > MAX_MESSAGE_BYTES) throw invalid(file, [`the prompt exceeds ${MAX_MESSAGE_BYTES} bytes`]);
  return { ...parsed.data, template: body };
}

/** The text of a flow file. What is read back is what was given, whatever is in it. */
export function formatFlow({ prompt_template: template, ...fields }: CreateFlowRequest): string {
  const text = `---\n${stringify(fields, { lineWidth: 0 })}---\n\n${template.trim()}\n`;
  const { template: read, ...back } = parseFlow(text, fields.name);
  const same = JSON.stringify(sorted(back)) === JSON.stringify(sorted(fields));
  if (same && read === template.trim().replaceAll('\r\n', '\n')) return text;
  throw new CaoError('invalid_input', 'This flow cannot be written to a file as it is.');
}

function sorted(fields: object): [string, unknown][] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function invalid(file: string, problems: readonly string[]): CaoError {
  return new CaoError('invalid_input', `${file} is no flow: ${problems.join('; ')}`, {
    hint: 'A flow is Markdown: name, schedule and agent_profile between two lines of ---, the prompt below.',
    details: { file, problems },
  });
}

/** `key:` without a value means "not set". */
function withoutNulls(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
