import { parseArgs } from 'node:util';
import { CaoError } from '@cao/contracts';

export interface Flags {
  readonly host?: string;
  readonly port?: number;
  readonly agentsDir?: string;
  /** Print one JSON line on stdout as soon as requests are served. */
  readonly readyJson: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

export const USAGE = `Usage: cao-server [options]

Runs the CAO server in the foreground until SIGINT or SIGTERM. Agents go on when it ends.

  --host HOST         address to listen on; 127.0.0.1 unless CAO_API_HOST says otherwise
  --port PORT         port to listen on; 9889 unless CAO_API_PORT says otherwise; 0 takes a free one
  --agents-dir DIR    folder of Kiro agent profiles; CAO_AGENTS_DIR
  --ready-json        print {"listening": URL, …} on stdout when requests are served
  --foreground        accepted and without effect: it always runs in the foreground
  --version           print the version
  -h, --help          print this

Examples:
  cao-server
  cao-server --port 9900

Files are below ~/.aws/cli-agent-orchestrator; CAO_HOME_DIR moves them.
`;

/** Throws `invalid_input` for what is no flag or no port. */
export function parseFlags(argv: readonly string[]): Flags {
  const { values } = parse(argv);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536 && values.port !== '')) {
    throw new CaoError('invalid_input', `'${values.port}' is not a port.`);
  }
  return {
    ...(values.host !== undefined && { host: values.host }),
    ...(port !== undefined && { port }),
    ...(values['agents-dir'] !== undefined && { agentsDir: values['agents-dir'] }),
    readyJson: values['ready-json'] ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        'agents-dir': { type: 'string' },
        'ready-json': { type: 'boolean' },
        foreground: { type: 'boolean' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CaoError('invalid_input', error instanceof Error ? error.message : String(error));
  }
}
