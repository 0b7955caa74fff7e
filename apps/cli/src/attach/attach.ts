import { caoError, type CaoClient, type TerminalSocket } from '@cao/client';
import type { Io } from '../io.ts';
import { createPrefixKeys, DETACH_KEYS } from './prefix-keys.ts';
import { takeUserTerminal } from './user-terminal.ts';

export interface AttachOptions {
  readonly terminalId: string;
  /** Look only: nothing typed reaches the agent, and its size stays. */
  readonly readOnly: boolean;
}

/** How it ended: the user left, the agent did, or somebody removed the terminal. */
export type AttachEnd =
  | { readonly type: 'detached' | 'removed' }
  | { readonly type: 'exited'; readonly exitCode: number | null };

/** Milliseconds the server may be away: a restart takes one or two seconds, an upgrade some more. */
const OUTAGE_MS = 120_000;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 2000;
/** There is nothing left to look at. */
const CLOSED_FOR_GOOD = 1000;
/** The server's own close codes are refusals; coming back would be refused again. */
const FIRST_REFUSAL = 4000;
const CTRL_C = '\x03';

/** Joins the user's terminal to the agent's until one of them leaves. Throws when the server refuses or stays away. */
export function attachTerminal(client: CaoClient, options: AttachOptions, io: Io): Promise<AttachEnd> {
  return new Promise((resolve, reject) => {
    let socket: TerminalSocket | undefined;
    let connected = false;
    let drewOnce = false;
    let inControl = false;
    let outageSince: number | undefined;
    let retryMs = FIRST_RETRY_MS;
    let timer: NodeJS.Timeout | undefined;
    let ended = false;

    const keys = createPrefixKeys({
      detach: () => end(() => resolve({ type: 'detached' })),
      control: () => {
        socket?.control(true);
        socket?.resize(terminal.size());
      },
    });
    const terminal = takeUserTerminal(io, {
      onText(text) {
        const forward = keys(text);
        if (ended || forward === '') return;
        if (connected && !options.readOnly) socket?.write(forward);
        // Nobody takes the keys: Ctrl-C means "let me out".
        else if (forward.includes(CTRL_C)) end(() => resolve({ type: 'detached' }));
      },
      onResize: (size) => socket?.resize(size),
    });

    function end(settle: () => void): void {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      socket?.close();
      terminal.restore();
      settle();
    }

    function connect(): void {
      const handlers = {
        onOpen() {
          connected = true;
        },
        onData(data: Uint8Array, reset: boolean) {
          drewOnce = true;
          outageSince = undefined;
          retryMs = FIRST_RETRY_MS;
          if (reset) terminal.reset();
          terminal.draw(data);
        },
        onNotice(notice: Parameters<NonNullable<Parameters<CaoClient['terminalSocket']>[1]['onNotice']>>[0]) {
          if (notice.type === 'exit') end(() => resolve({ type: 'exited', exitCode: notice.exit_code }));
          if (notice.type !== 'size') return;
          if (inControl && !notice.control)
            terminal.note(`another viewer sets the size now; Ctrl-\\ then c takes it back`);
          inControl = notice.control;
        },
        onClose: closed,
      };
      try {
        socket = client.terminalSocket(
          options.terminalId,
          handlers,
          options.readOnly ? {} : { control: terminal.size() },
        );
      } catch (error) {
        end(() => reject(error));
      }
    }

    function closed(code: number, reason: string): void {
      connected = false;
      if (ended) return;
      if (code === CLOSED_FOR_GOOD) {
        end(() => resolve({ type: 'removed' }));
        return;
      }
      // What never worked will not work the next time either; what worked before was interrupted.
      if (code >= FIRST_REFUSAL || !drewOnce) {
        const words = reason === '' ? `the connection was closed (code ${code})` : reason;
        end(() => reject(caoError('terminal_gone', `Cannot attach to terminal ${options.terminalId}: ${words}`)));
        return;
      }
      outageSince ??= io.now();
      if (io.now() - outageSince > OUTAGE_MS) {
        const message = `Failed to connect to cao-server: it was away for ${OUTAGE_MS / 1000} s`;
        end(() =>
          reject(caoError('unavailable', message, { hint: 'The agent goes on. Start the server and attach again.' })),
        );
        return;
      }
      terminal.note(`connection lost, connecting again; ${DETACH_KEYS} leaves`);
      timer = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    }

    connect();
  });
}
