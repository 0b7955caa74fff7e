import { CaoError, type Job } from '@cao/contracts';
import type { Engine, Identity } from '@cao/engine';

/**
 * What an identity may do. The owner may do everything. An agent reads inside its own session, speaks as itself, and acts on
 * terminals it created and on the workers of its session. Every method throws `forbidden`, or `not_found` where it had to look;
 * the owner is let through without a look, since the use case itself says what does not exist.
 */
export interface Access {
  /** For what only a person does: sessions, and everything across them. */
  owner(what: string): void;
  mayReadSession(name: string): void;
  /** The id itself, if that terminal may be read. */
  toRead(terminalId: string): string;
  /** The same for typing, answering, ending. */
  toAct(terminalId: string): string;
  mayReadJob(job: Job): void;
  mayActOnJob(job: Job): void;
  /** The sender of what is said: an agent's own id whatever was asked for, or a refusal if somebody else's was. */
  speaker(claimed: string | undefined): string | undefined;
  /** The session an agent is confined to; undefined for the owner. */
  readonly session: () => string | undefined;
}

export function accessOf(engine: Engine, identity: Identity): Access {
  if (identity.kind === 'owner') return OWNER;
  const me = identity.terminalId;
  const mySession = (): string => engine.terminals.get(me).session_name;

  return {
    owner(what) {
      throw forbidden(`An agent may not ${what}.`, 'Delegate with the handoff and assign tools instead.');
    },
    mayReadSession(name) {
      if (name !== mySession()) throw forbidden(`Session ${name} is not yours.`);
    },
    toRead(id) {
      if (engine.terminals.get(id).session_name === mySession()) return id;
      throw forbidden(`Terminal ${id} is in another session.`);
    },
    toAct(id) {
      const terminal = engine.terminals.get(id);
      const colleague = terminal.session_name === mySession() && terminal.role === 'worker';
      if (terminal.caller_id !== me && !colleague) {
        throw forbidden(`Terminal ${id} is not one of your workers.`, 'Send it a message instead.');
      }
      return id;
    },
    mayReadJob(job) {
      if (job.caller_id !== me && job.session_name !== mySession()) throw forbidden(`Job ${job.id} is not yours.`);
    },
    mayActOnJob(job) {
      if (job.caller_id !== me) throw forbidden(`Job ${job.id} is not yours.`);
    },
    speaker(claimed) {
      if (claimed !== undefined && claimed !== me) throw forbidden(`You are ${me} and cannot speak as another.`);
      return me;
    },
    session: mySession,
  };
}

const everything = (): void => undefined;

const OWNER: Access = {
  owner: everything,
  mayReadSession: everything,
  toRead: (id) => id,
  toAct: (id) => id,
  mayReadJob: everything,
  mayActOnJob: everything,
  speaker: (claimed) => claimed,
  session: () => undefined,
};

function forbidden(message: string, hint?: string): CaoError {
  return new CaoError('forbidden', message, hint === undefined ? {} : { hint });
}
