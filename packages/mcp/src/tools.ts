import {
  HANDOFF_TIMEOUT,
  MAX_MEMORY_BYTES,
  MAX_MESSAGE_BYTES,
  MemoryScope,
  MemoryType,
  ProfileName,
  SearchMode,
  TerminalId,
} from '@cao/contracts';
import { z } from 'zod';

export interface ToolOptions {
  /** Adds `working_directory` to `handoff` and `assign`. Off by default: models invent paths. */
  readonly workingDirectory: boolean;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** True when a call changes nothing. */
  readonly readOnly: boolean;
  /** True when a call ends what agents are at; clients may ask their person first. */
  readonly destructive?: boolean;
}

export const text = (what: string, bytes = MAX_MESSAGE_BYTES): z.ZodString =>
  z
    .string()
    .min(1, 'must not be empty')
    .refine((value) => new TextEncoder().encode(value).length <= bytes, `must not exceed ${bytes} bytes`)
    .describe(what);

const profile = ProfileName.describe(
  'Name of the agent profile the worker gets, for example "developer" or "reviewer". Use only names you were told.',
);
const worker = (what: string): z.ZodString => TerminalId.describe(`${what} (8 lower-case hex digits)`);
const timeout = (what: string): z.ZodDefault<z.ZodNumber> =>
  z.number().int().min(1).max(HANDOFF_TIMEOUT.max).default(HANDOFF_TIMEOUT.default).describe(what);
const directory = z
  .string()
  .min(1)
  .max(4096)
  .optional()
  .describe('Absolute path of an existing directory to work in. Leave it out to use your own.');

const key = z.string().min(1).max(200).describe('Name of the fact: 1 to 60 lower-case letters, digits and -.');
const SCOPES = '`project` (this project), `session` (this session), `agent` (your profile, everywhere) or `global`';

/** The tools an agent has, in the order in which it should meet them. */
export function toolTable(options: ToolOptions): readonly Tool[] {
  const where = options.workingDirectory ? { working_directory: directory } : {};
  return [
    {
      name: 'handoff',
      title: 'Hand a task to a worker and wait',
      description: `Starts a new worker agent, gives it one task, waits until it has finished and returns its final answer in \`output\`. The worker is removed afterwards.

Use it when your next step needs the result. For work that can run beside yours, or for several tasks at once, use \`assign\`.

- The worker sees nothing of your conversation. Write a complete task: goal, absolute file paths, limits, and what to answer with.
- The call may last many minutes. Wait for it; do not send it again meanwhile.
- \`success\` false with a \`terminal_id\` means that the worker still exists. After a time-out it goes on working: call \`wait_for_worker\` to wait longer. When it asks a question, the question is in the result: answer with \`answer_user_prompt\`, then call \`wait_for_worker\`.
- Never give the same task to a second worker while the first may still be at it.`,
      input: z.object({
        agent_profile: profile,
        message: text('The task, complete in itself.'),
        timeout: timeout('Seconds to wait for the answer, at most 3600. The worker is not stopped when they are over.'),
        ...where,
      }),
      readOnly: false,
    },
    {
      name: 'assign',
      title: 'Give a task to a worker and go on',
      description: `Starts a new worker agent on a task and returns at once with its \`terminal_id\`.

Use it for independent or parallel work. When the worker has finished, its report arrives by itself as your next input, but only after your turn has ended. So: start every worker you need, say what you are waiting for, and end your turn. Do not poll, sleep, run commands to pass the time, or call \`wait_for_worker\`: while you are busy nothing can reach you.

- The worker sees nothing of your conversation. Write a complete task: goal, absolute file paths, limits, and what to report. It is told by itself where to report.
- It stays alive after its report and can be asked more with \`send_message\`. Remove it with \`delete_terminal\` when you no longer need it.
- If it cannot be started or dies, you are told in the same way.`,
      input: z.object({ agent_profile: profile, message: text('The task, complete in itself.'), ...where }),
      readOnly: false,
    },
    {
      name: 'send_message',
      title: 'Send a message to another agent',
      description: `Puts a message into another agent's inbox. It is kept safe and arrives as that agent's next input as soon as it is free; you need not check whether it is.

- Reporting to whoever gave you your task: leave \`receiver_id\` out.
- Asking one of your workers something: give its terminal id as \`receiver_id\`.
- An answer, if there is one, arrives as a new input after your turn has ended. Do not wait for it actively.
- You were called by \`handoff\` when your task says so: then do not use this tool to report, just answer.`,
      input: z.object({
        message: text('What the receiver is to read; it does not know your conversation.'),
        receiver_id: worker("The receiver's terminal id").optional(),
      }),
      readOnly: false,
    },
    {
      name: 'list_workers',
      title: 'List your workers',
      description:
        'Lists the workers you started that still exist: terminal id, profile, status, whether they are free, and the question they ask, if any. For a look after something unexpected, not for polling.',
      input: z.object({}),
      readOnly: true,
    },
    {
      name: 'wait_for_worker',
      title: 'Wait for a worker that is already running',
      description: `Waits until a worker has finished what it is doing now and returns its answer in \`output\`, like the end of a \`handoff\`.

Use it after a \`handoff\` that timed out, or after you answered a worker's question. For assigned workers end your turn instead: their reports come by themselves.`,
      input: z.object({
        terminal_id: worker("The worker's terminal id"),
        timeout: timeout('Seconds to wait, at most 3600.'),
      }),
      readOnly: true,
    },
    {
      name: 'answer_user_prompt',
      title: "Answer a worker's question",
      description:
        'Answers the question a worker has stopped at, such as a permission or a choice. Read the question first (it is in the result that told you, or in `list_workers`). Refused when the worker asks nothing. What you allow is done in your name.',
      input: z.object({
        terminal_id: worker("The worker's terminal id"),
        answer: z
          .string()
          .min(1)
          .max(4000)
          .describe('Key or label of one of the options, or free text if the question takes it.'),
      }),
      readOnly: false,
    },
    {
      name: 'delete_terminal',
      title: 'Remove a worker',
      description:
        'Ends a worker you started and removes its terminal; what it printed is kept. Use it when an assigned worker is no longer needed. Workers of a successful `handoff` are removed by themselves.',
      input: z.object({ terminal_id: worker("The worker's terminal id") }),
      readOnly: false,
    },
    {
      name: 'load_skill',
      title: 'Read a skill',
      description:
        'Returns the instructions of a skill by name. Load a skill when your task falls under it, before you begin; the skills you have are listed in your instructions.',
      input: z.object({ name: z.string().min(1).max(64).describe('Name of the skill.') }),
      readOnly: true,
    },
    ...MEMORY_TOOLS,
  ];
}

const MEMORY_TOOLS: readonly Tool[] = [
  {
    name: 'memory_store',
    title: 'Remember a fact',
    description: `Keeps a fact for later agents and sessions: a decision and its reason, a convention, a correction, what a person prefers. One or two sentences, complete in themselves; never secrets, never a log of what you did.

A new agent is told the newest facts of its session, its project and \`global\` before it begins. Storing an existing key puts the new text in front of the old.`,
    input: z.object({
      content: text('The fact.', MAX_MEMORY_BYTES),
      scope: MemoryScope.default('project').describe(`How far it reaches: ${SCOPES}.`),
      memory_type: MemoryType.default('project').describe(
        '`user` (what a person wants) and `feedback` (a correction) are kept for ever, `project` and `reference` as long as their scope.',
      ),
      key: key.optional().describe('Name of the fact; made from its first words unless given.'),
      tags: z.string().max(1000).optional().describe('Words to find it by, separated by commas.'),
    }),
    readOnly: false,
  },
  {
    name: 'memory_recall',
    title: 'Look up what is remembered',
    description:
      'Searches what agents have remembered for your session, your project, everywhere and your profile. Look here before you ask a person something that may have been settled before. Without a query: the newest facts.',
    input: z.object({
      query: z.string().max(1000).optional().describe('Words to search for.'),
      scope: MemoryScope.optional().describe(`Only ${SCOPES}.`),
      memory_type: MemoryType.optional().describe('Only facts of this type.'),
      limit: z.number().int().min(1).max(100).default(10).describe('How many, at most.'),
      search_mode: SearchMode.default('hybrid').describe(
        '`metadata`: every word occurs, newest first; `bm25`: best match first; `hybrid`: both.',
      ),
    }),
    readOnly: true,
  },
  {
    name: 'memory_forget',
    title: 'Forget a fact',
    description: 'Removes a fact that is wrong or no longer holds. To correct one, store its key again instead.',
    input: z.object({
      key,
      scope: MemoryScope.default('project').describe(`Where it was stored: ${SCOPES}.`),
    }),
    readOnly: false,
  },
];

/** What an agent reads when it connects: who it is and the one rule that everything else follows from. */
export function instructionsFor(terminalId: string): string {
  return (
    `These tools are from CAO, which runs you and other agents as a team. You are terminal ${terminalId}. ` +
    'Delegate with `handoff` (you need the answer now) or `assign` (you do not). ' +
    'Reports and messages reach you as new input, only after your turn has ended: end it instead of waiting.'
  );
}
