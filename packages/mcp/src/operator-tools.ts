import { HANDOFF_TIMEOUT, ProviderId, TerminalId } from '@cao/contracts';
import { z } from 'zod';
import { text, type Tool } from './tools.ts';

/** With the prefix it may have 64 characters; the server says so in its own words. */
const sessionName = (what: string): z.ZodString => z.string().min(1).max(64).describe(what);
const terminalId = (what: string): z.ZodString => TerminalId.describe(`${what} (8 lower-case hex digits)`);
const profileName = (what: string): z.ZodString => z.string().min(1).max(64).describe(what);
const provider = (what: string): z.ZodString => ProviderId.describe(what);

const SESSION = 'Name of the session, for example "cao-my-task". The prefix "cao-" may be left out.';
/** Either of them says who is meant. */
const target = {
  session_name: sessionName(`${SESSION} Means its conductor.`).optional(),
  terminal_id: terminalId('One terminal instead of the conductor').optional(),
};

/** What a model reads that has never heard of CAO. */
export const OPERATOR_INSTRUCTIONS = `CAO runs agent command lines (Claude Code, Codex, …) in terminals of their own and turns them into teams. \
A session is a team: a conductor, who takes your task, and the workers it starts for parts of it. You are outside: you start sessions, give tasks, look, answer questions and shut down.

The usual way: \`list_profiles\` (what a conductor can be; when unsure which, ask your user) → \`launch_session\` with the task as \`initial_message\` → \`wait_for_session\` → read its \`output\` → \`shutdown_session\`.

- Talk to the conductor. Write to a worker directly only when it is stuck, or to ask a worker that has reported something more.
- Agents may stop at a question. \`wait_for_session\` and \`get_session_info\` show it; \`answer_user_prompt\` answers. What you allow is done in your user's name.
- Work goes on when a wait ends: wait again. Never give the same task a second time while somebody may still be at it.`;

/** The tools of an operator, in the order in which it meets them. */
export function operatorTools(): readonly Tool[] {
  return [...profileTools(), ...sessionTools()];
}

function profileTools(): readonly Tool[] {
  return [
    {
      name: 'list_profiles',
      title: 'List agent profiles',
      description:
        'Lists the agent profiles that can be launched: name, description and where each comes from. A profile says what an agent is for; "code_supervisor" leads a team, "developer" and "reviewer" work in one.',
      input: z.object({}),
      readOnly: true,
    },
    {
      name: 'get_profile_details',
      title: 'Show an agent profile',
      description:
        'Returns one profile: its description, role, tools, provider, model and system prompt, as far as it sets them.',
      input: z.object({ name: profileName('Name of the profile, from `list_profiles`.') }),
      readOnly: true,
    },
    {
      name: 'install_profile',
      title: 'Install an agent profile',
      description: `Makes a profile available: one that ships with CAO by its name, or a Markdown file by its https address on an allowed host (GitHub's raw files are). Files of this machine are refused; a person installs those with \`cao install\`.

\`unresolved_vars\` in the result names placeholders that have no value yet: install again with \`env_vars\`.`,
      input: z.object({
        source: z.string().min(1).max(2048).describe('Name of a profile, or an https address that ends in .md.'),
        provider: provider(
          "Agent command line that will run it, for example `claude_code`; the profile's own choice unless given.",
        ).optional(),
        env_vars: z
          .record(z.string(), z.string())
          .optional()
          .describe('Values for ${NAME} placeholders of profiles. They are kept in a file and shown to nobody.'),
      }),
      readOnly: false,
    },
    {
      name: 'list_providers',
      title: 'List agent command lines',
      description:
        'Lists the agent command lines CAO can run (`name` is what `provider` takes) and whether each is installed on this machine.',
      input: z.object({}),
      readOnly: true,
    },
  ];
}

function sessionTools(): readonly Tool[] {
  return [
    {
      name: 'launch_session',
      title: 'Start a session',
      description: `Starts a session with one agent, its conductor, and returns the effective \`session_name\` and the conductor's \`terminal_id\` while the agent is still starting. With \`initial_message\` it gets that task as soon as it is ready. Then call \`wait_for_session\`.

- The agent sees nothing of your conversation. Write a complete task: goal, absolute file paths, limits, and what to answer with.
- A wrong \`working_directory\` cannot be mended later, only by shutting down and launching again. Ask your user if you do not know it.
- Without \`yolo\` the agent asks before it does what its profile does not allow, and waits for \`answer_user_prompt\`.`,
      input: z.object({
        agent_profile: profileName('Name of the profile, from `list_profiles`.'),
        initial_message: text('The task, complete in itself.').optional(),
        working_directory: z
          .string()
          .min(1)
          .max(4096)
          .optional()
          .describe("Absolute path of the existing folder to work in. The server's own folder unless given."),
        session_name: sessionName(
          'Name of your choice: letters, digits, _ and -. One is made up unless given.',
        ).optional(),
        provider: provider(
          "Agent command line, from `list_providers`; the profile's, else kiro_cli, unless given.",
        ).optional(),
        model: z
          .string()
          .regex(/^[A-Za-z0-9._:/-]{1,128}$/, 'a model is named with letters, digits and . _ : / -')
          .optional()
          .describe('Model for the agent command line.'),
        allowed_tools: z
          .array(z.string().min(1).max(128))
          .max(64)
          .optional()
          .describe("Tools instead of the profile's: fs_read, fs_list, fs_*, execute_bash, @cao-mcp-server, …"),
        yolo: z
          .boolean()
          .optional()
          .describe('All tools and no questions. Only when your user has agreed that the agents may do anything.'),
      }),
      readOnly: false,
    },
    {
      name: 'send_session_message',
      title: 'Send a message to a session',
      description:
        "Puts a message into the conductor's inbox (or one terminal's). It is kept safe and arrives as the agent's next input as soon as it is free. Returns at once; call `wait_for_session` for the answer.",
      input: z.object({ message: text('What the agent is to read or do.'), ...target }),
      readOnly: false,
    },
    {
      name: 'wait_for_session',
      title: 'Wait until a session has finished',
      description: `Waits until the whole team is quiet: nobody works, no message is under way. Returns the conductor's last answer in \`output\`. With \`terminal_id\` it waits for that agent alone.

It returns earlier when an agent asks a question (\`needs_input\`, \`questions\`) or the conductor has ended, and after \`timeout\` seconds with \`success\` false: the agents go on then, so call it again. \`waits\` says who waits for whom, and what helps when somebody is stuck.`,
      input: z.object({
        ...target,
        timeout: z
          .number()
          .int()
          .min(1)
          .max(HANDOFF_TIMEOUT.max)
          .default(HANDOFF_TIMEOUT.default)
          .describe('Seconds to wait, at most 3600. Nothing is stopped when they are over.'),
      }),
      readOnly: true,
    },
    {
      name: 'list_sessions',
      title: 'List sessions',
      description: 'Lists the sessions that run, with their folder, conductor and its status.',
      input: z.object({}),
      readOnly: true,
    },
    {
      name: 'get_session_info',
      title: 'Status of a session and its workers',
      description:
        'Returns a session with all its terminals: id, role, profile, live status and since when, why it has it, and the question it asks, if any. `waits` says plainly who waits for whom and since when. For a look, not for polling: `wait_for_session` waits.',
      input: z.object({ session_name: sessionName(SESSION) }),
      readOnly: true,
    },
    {
      name: 'read_session_output',
      title: 'Read what an agent has said',
      description:
        "Returns the conductor's (or one terminal's) last answer, or with `mode` full its screen and scrollback. Long texts keep their end; `truncated` says so.",
      input: z.object({
        ...target,
        mode: z.enum(['last', 'full']).default('last').describe('`last` answer, or the `full` text of the terminal.'),
        max_chars: z.number().int().min(1).max(1_000_000).default(20_000).describe('Longest text to return.'),
      }),
      readOnly: true,
    },
    {
      name: 'answer_user_prompt',
      title: "Answer an agent's question",
      description:
        'Answers the question an agent has stopped at, such as a permission or a choice. Read the question first. Refused when the agent asks nothing. What you allow is done in the name of your user.',
      input: z.object({
        terminal_id: terminalId('The terminal that asks'),
        answer: z
          .string()
          .min(1)
          .max(4000)
          .describe('Key or label of one of the options, or free text if the question takes it.'),
      }),
      readOnly: false,
    },
    {
      name: 'shutdown_session',
      title: 'End a session',
      description:
        'Ends a session with every agent in it, whatever they are doing; what they printed is kept. Call it when the work is done and read.',
      input: z.object({ session_name: sessionName(SESSION) }),
      readOnly: false,
      destructive: true,
    },
  ];
}
