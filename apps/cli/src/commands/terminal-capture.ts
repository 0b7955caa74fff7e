import path from 'node:path';
import { caseFiles } from '../capture/case-files.ts';
import { writeCase } from '../capture/write-case.ts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

const STATES: readonly string[] = ['starting', 'ready', 'busy', 'waiting', 'unknown'];

export const terminalCapture = defineCommand({
  description:
    "Writes what a terminal shows now as a case for its provider's tests: the screen, its size, cursor and title, the lines its hooks wrote, and what the provider reads in them. Correct expected.json by hand where that is wrong, or say with --state what you see: the folder is then a whole bug report.\nScreens and hooks hold paths and prompts: look through them before you share them.",
  arguments: [
    { name: 'ID', help: 'terminal id', complete: 'terminal' },
    { name: 'DIR', help: 'folder of the case, new or empty', complete: 'directory' },
  ],
  options: {
    state: {
      type: 'text',
      value: 'STATE',
      help: `what it really is: ${STATES.join(', ')}; as it is read unless given`,
    },
    note: { type: 'text', value: 'TEXT', help: 'what is to be seen, kept in meta.json' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao terminal capture ab12cd34 test/fixtures/screens/idle' },
    {
      command: 'cao terminal capture ab12cd34 test/fixtures/screens/asks --state waiting --note "asks before it runs"',
    },
  ],
  async run({ args: [id, directory], options }, io) {
    const { state, note } = options;
    if (state !== undefined && !STATES.includes(state)) {
      throw new UsageError(`Invalid value for '--state': '${state}' is none of ${STATES.join(', ')}.`);
    }
    const folder = path.resolve(io.cwd, directory);
    const client = await connect(io);
    const capture = await client.terminals.capture(id);
    const files = caseFiles(capture, { state, note });
    await writeCase(folder, files);
    const { reading, signals } = capture;
    if (options.json) {
      io.out(json({ directory: folder, files: Object.keys(files), reading }));
      return EXIT.ok;
    }
    const tick = styleFor(io.stdout, io.env).green('✓');
    io.out(`${tick} ${Object.keys(files).join(', ')} in ${folder}\n`);
    io.out(`  read as ${reading.state} (${reading.rule}), ${signals.length} line(s) of signals\n`);
    const wrong = state !== undefined && state !== reading.state;
    const where = path.join(directory, 'expected.json');
    io.out(
      wrong
        ? `  ${where} says ${state}: its test fails until that is read\n`
        : `  correct ${where} where that is wrong\n`,
    );
    return EXIT.ok;
  },
});
