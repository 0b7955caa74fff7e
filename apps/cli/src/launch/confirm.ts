import { createInterface } from 'node:readline/promises';
import { caoError } from '@cao/client';
import type { AgentProfile, ProviderRow } from '@cao/contracts';
import { Exit, printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';

export interface LaunchPlan {
  readonly agent: string;
  readonly provider: ProviderRow;
  /** Undefined when CAO has no such profile. */
  readonly profile: AgentProfile | undefined;
  /** Undefined when they are the agent CLI's own affair. */
  readonly tools: readonly string[] | undefined;
  readonly workingDirectory: string;
}

/** Warns about what `--yolo` means. Never asks. */
export function warnYolo(plan: LaunchPlan, io: Io): void {
  const style = styleFor(io.stderr, io.env);
  io.err(`${style.bold(style.yellow('[WARNING] --yolo mode enabled'))}\n`);
  io.err(`${plan.agent} on ${plan.provider.name} runs unrestricted and may execute anything, without asking.\n`);
  io.err(`Directory: ${printable(plan.workingDirectory)}\n`);
}

/** Shows what is about to run. */
export function showPlan(plan: LaunchPlan, io: Io): void {
  io.err(`Agent:             ${plan.agent} on ${plan.provider.name}\n`);
  io.err(`Allowed tools:     ${toolsText(plan.tools)}\n`);
  io.err(`Working directory: ${printable(plan.workingDirectory)}\n`);
  const { profile, tools } = plan;
  if (
    profile !== undefined &&
    tools !== undefined &&
    profile.role === undefined &&
    profile.allowedTools === undefined
  ) {
    io.err(
      `The profile sets neither role nor allowedTools, so the developer role is assumed; set one in it to change that.\n`,
    );
  }
}

/** Asks whether to go on; Enter means yes. Ends the command when the answer is no or nobody is there to answer. */
export async function confirmLaunch(io: Io): Promise<void> {
  io.err(`--auto-approve skips this question and keeps the restrictions; --yolo lifts them.\n`);
  const answer = await ask('Proceed? [Y/n]: ', io);
  if (answer === undefined) {
    io.err('Aborted!\n');
    throw new Exit(EXIT.failed);
  }
  if (!/^(y|yes)?$/i.test(answer.trim())) throw caoError('cancelled', 'Launch cancelled by user');
}

/** Undefined at the end of input and on Ctrl-C. */
export async function ask(question: string, io: Io): Promise<string | undefined> {
  return io.interruptible(async (signal) => {
    const lines = createInterface({ input: io.stdin, terminal: false });
    try {
      io.err(question);
      const ended = new Promise<undefined>((resolve) => {
        lines.once('close', () => resolve(undefined));
        signal.addEventListener('abort', () => resolve(undefined));
      });
      const answered = new Promise<string>((resolve) => lines.once('line', resolve));
      const answer = await Promise.race([answered, ended]);
      if (answer === undefined) io.err('\n');
      return answer;
    } finally {
      lines.close();
      io.stdin.pause();
    }
  });
}

function toolsText(tools: readonly string[] | undefined): string {
  if (tools === undefined) return "(set by the agent CLI's own profile)";
  if (tools.length === 0) return '(none)';
  return tools.includes('*') ? 'ALL TOOLS (unrestricted)' : printable(tools.join(', '));
}
