import { z } from 'zod';

export const QuestionKind = z.enum(['permission', 'choice', 'text', 'dialog']);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** What an agent asks of a person, as read from its signals or its screen. */
export const Question = z.object({
  kind: QuestionKind,
  /** The question with the lines that explain it, as shown. */
  text: z.string(),
  /** Choices in screen order; `key` is what selects one (usually its number). Empty for free text. */
  options: z.array(z.object({ key: z.string(), label: z.string(), selected: z.boolean().optional() })),
  /** The tool a permission question is about, when the CLI says so. */
  tool: z.string().optional(),
});
export type Question = z.infer<typeof Question>;
