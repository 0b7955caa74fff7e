import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { caoError } from '@cao/client';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { printable, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../text.ts';

const TERMINAL_ID = /^[a-f0-9]{8}$/;

export const terminalRestore = defineCommand({
  description:
    'Prints what a deleted terminal had on its screen and above it, and says on stderr what it was. Starts no agent and needs no server; kept for 14 days. To go on with an agent that ended: cao session resume.',
  arguments: [{ name: 'ID', help: 'terminal id' }],
  options: { json: { type: 'flag', help: 'print JSON, the text included' } },
  examples: [{ command: 'cao terminal restore ab12cd34 | less' }, { command: 'cao terminal restore ab12cd34 --json' }],
  async run({ args: [id], options }, io) {
    if (!TERMINAL_ID.test(id)) throw new UsageError(`Invalid value for 'ID': '${id}' is no terminal id.`);
    const base = path.join(homeOf(io), 'logs', 'terminal', id);
    const facts = await readFacts(`${base}.snapshot.json`, id);
    const text = await readText(`${base}.scrollback`);
    if (text === undefined) {
      throw caoError('not_found', `Nothing was kept of the text of terminal ${id}`, {
        hint: `It was ${facts.agent_profile ?? 'an agent'} in ${facts.working_directory ?? 'an unknown folder'}.`,
      });
    }
    if (options.json) {
      io.out(json({ ...facts, scrollback: text }));
      return EXIT.ok;
    }
    io.err(
      `Terminal ${id}: ${printable(facts.window_name ?? '-')} of session ${printable(facts.session_name ?? '-')}\n`,
    );
    io.err(`Agent ${printable(facts.agent_profile ?? '-')} on ${printable(facts.provider ?? '-')}\n`);
    io.err(`Working directory: ${printable(facts.working_directory ?? '-')}\n\n`);
    // Rows of text; what a program put among them must not reach a terminal.
    io.out(`${printable(text.trimEnd())}\n`);
    return EXIT.ok;
  },
});

async function readFacts(file: string, id: string) {
  const text = await readText(file);
  if (text === undefined) {
    throw caoError('not_found', `No snapshot found for terminal ${id}`, {
      hint: `One is kept when a terminal is deleted. If it still lives: cao attach ${id}`,
    });
  }
  const { z } = await import('zod');
  const field = z.string().nullable().catch(null);
  const Facts = z.object({
    terminal_id: z.literal(id),
    session_name: field,
    window_name: field,
    agent_profile: field,
    provider: field,
    working_directory: field,
  });
  try {
    return Facts.parse(JSON.parse(text));
  } catch (error) {
    throw caoError('invalid_input', `Failed to read snapshot ${file}: ${(error as Error).message}`);
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw caoError('invalid_input', `Failed to read ${file}: ${(error as Error).message}`);
  }
}
