import { runCao, tempHome, type RunResult, type TempHome } from '@cao/testkit';
import { freePort } from './free-port.ts';

/** A home of its own with a port of its own, and the real command in it. */
export interface Stand extends AsyncDisposable {
  readonly home: TempHome;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the built `cao`, without a terminal. */
  cao(...words: string[]): Promise<RunResult>;
  /** Runs it and expects exit code 0; returns stdout. */
  ok(...words: string[]): Promise<string>;
}

export async function realStand(): Promise<Stand> {
  const home = await tempHome();
  const port = await freePort();
  const env = { ...home.env, CAO_API_PORT: String(port) };
  const cao = (...words: string[]): Promise<RunResult> => runCao(words, { home, env, timeoutMs: 120_000 });
  return {
    home,
    port,
    env,
    cao,
    async ok(...words) {
      const result = await cao(...words);
      if (result.code === 0) return result.stdout;
      throw new Error(`cao ${words.join(' ')} ended with ${result.code}:\n${result.stdout}${result.stderr}`);
    },
    [Symbol.asyncDispose]: () => home.dispose(),
  };
}
