import path from 'node:path';
import { connectHost, isTerminalError } from '@cao/terminal';

/** Ends the terminal host of a home with every agent in it. False when none runs. For `cao server stop --with-agents`. */
export async function stopTerminalHost(options: { readonly home: string }): Promise<boolean> {
  const { home } = options;
  try {
    const host = await connectHost({
      runDir: path.join(home, 'run'),
      logDir: path.join(home, 'logs', 'terminal'),
      start: false,
    });
    await host.shutdown();
    return true;
  } catch (error) {
    if (isTerminalError(error) && error.code === 'host_unavailable') return false;
    throw error;
  }
}
