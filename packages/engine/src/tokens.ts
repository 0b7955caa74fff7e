import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Identity, TokenUseCases } from './engine.ts';

const AGENT_TOKEN = /^cao_([a-f0-9]{8})_([A-Za-z0-9_-]{43})$/;

export interface Tokens extends TokenUseCases {
  /** The token of a terminal; the same for its whole life, so nothing secret needs to be stored. */
  forTerminal(terminalId: string): string;
}

/** An agent's token is a signature of its terminal id: it cannot be turned into another's, and dies with the terminal. */
export function createTokens(options: {
  ownerToken: string;
  secret: string;
  isLive: (terminalId: string) => boolean;
}): Tokens {
  function sign(terminalId: string): string {
    return createHmac('sha256', options.secret).update(`terminal:${terminalId}`).digest('base64url');
  }

  return {
    forTerminal: (terminalId) => `cao_${terminalId}_${sign(terminalId)}`,
    identify(token): Identity | undefined {
      if (equal(token, options.ownerToken)) return { kind: 'owner' };
      const match = AGENT_TOKEN.exec(token);
      const [, terminalId, signature] = match ?? [];
      if (terminalId === undefined || signature === undefined) return undefined;
      if (!equal(signature, sign(terminalId)) || !options.isLive(terminalId)) return undefined;
      return { kind: 'agent', terminalId };
    },
  };
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
