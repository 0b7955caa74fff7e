import { CaoError } from '@cao/contracts';
import type { Engine, Identity } from '@cao/engine';

export interface AuthOptions {
  /** False: everybody is the owner, except agents, whose tokens still tell who they are. */
  readonly required: boolean;
}

const OWNER: Identity = { kind: 'owner' };

/** Who speaks, by the token that was sent. Throws `unauthorized` when one is needed and this is none. */
export function identify(engine: Engine, auth: AuthOptions, token: string | undefined): Identity {
  const known = token === undefined ? undefined : engine.tokens.identify(token);
  if (known !== undefined) return known;
  if (!auth.required) return OWNER;
  throw new CaoError('unauthorized', token === undefined ? 'A token is needed.' : 'The token is not known.', {
    hint: 'Send `Authorization: Bearer <token>`; the token is in <home>/auth-token.',
  });
}

export function bearerOf(header: string | undefined): string | undefined {
  const match = header === undefined ? null : /^Bearer +([^\s]+) *$/i.exec(header);
  return match?.[1];
}

/** IPv4, IPv6 and IPv4 in IPv6. An unknown address is not loopback. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (/^(::ffff:)?127\./.test(address) || address === '::1');
}
