import path from 'node:path';
import { caseFiles } from '../capture/case-files.ts';
import { writeCase } from '../capture/write-case.ts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

export const terminalCapture = defineCommand({
  description:
    "Writes what a terminal shows now as a case for its provider's tests: the screen, its size, cursor and title, the lines its hooks wrote, and what the provider reads in them. Correct expected.json by hand where that is wrong: the folder is then a whole bug report.\nScreens and hooks hold paths and prompts: look through them before you share them.",
  arguments: [
    { name: 'ID', help: 'terminal id' },
    { name: 'DIR', help: 'folder of the case, new or empty' },
  ],
  options: {
    note: { type: 'text', value: 'TEXT', help: 'what is to be seen, kept in meta.json' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao terminal capture ab12cd34 test/fixtures/screens/idle' },
    { command: 'cao terminal capture ab12cd34 test/fixtures/screens/asks --note "asks before it runs a command"' },
  ],
  async run({ args: [id, directory], options }, io) {
    const folder = path.resolve(io.cwd, directory);
    const client = await connect(io);
    const capture = await client.terminals.capture(id);
    const files = caseFiles(capture, options.note);
    await writeCase(folder, files);
    const { reading, signals } = capture;
    if (options.json) {
      io.out(json({ directory: folder, files: Object.keys(files), reading }));
      return EXIT.ok;
    }
    const tick = styleFor(io.stdout, io.env).green('✓');
    io.out(`${tick} ${Object.keys(files).join(', ')} in ${folder}\n`);
    io.out(`  read as ${reading.state} (${reading.rule}), ${signals.length} line(s) of signals\n`);
    io.out(`  correct ${path.join(directory, 'expected.json')} where that is wrong\n`);
    return EXIT.ok;
  },
});
