import { CaoError, type Job, type Terminal } from '@cao/contracts';
import type { Engine, Identity } from '@cao/engine';

/**
 * What an identity may do. The owner may do everything. An agent reads inside its own session, speaks as itself, and acts on
 * terminals it created and on the workers of its session.
 */
export interface Access {
  /** For what only a person does: sessions, and everything across them. */
  owner(what: string): void;
  readSession(name: string): void;
  readTerminal(id: string): Terminal;
  actOn(id: string): Terminal;
  readJob(job: Job): Job;
  actOnJob(job: Job): void;
  /** The sender of what is said: an agent's own id whatever was asked for, or a refusal if somebody else's was. */
  speaker(claimed: string | undefined): string | undefined;
  /** The session an agent is confined to; undefined for the owner. */
  readonly session: () => string | undefined;
}

export function accessOf(engine: Engine, identity: Identity): Access {
  if (identity.kind === 'owner') return ownerAccess(engine);
  const me = identity.terminalId;
  const mySession = (): string => engine.terminals.get(me).session_name;

  function readTerminal(id: string): Terminal {
    const terminal = engine.terminals.get(id);
    if (terminal.session_name !== mySession()) throw forbidden(`Terminal ${id} is in another session.`);
    return terminal;
  }

  return {
    owner(what) {
      throw forbidden(`An agent may not ${what}.`, 'Delegate with the handoff and assign tools instead.');
    },
    readSession(name) {
      if (name !== mySession()) throw forbidden(`Session ${name} is not yours.`);
    },
    readTerminal,
    actOn(id) {
      const terminal = engine.terminals.get(id);
      const colleague = terminal.session_name === mySession() && terminal.role === 'worker';
      if (terminal.caller_id !== me && !colleague) {
        throw forbidden(`Terminal ${id} is not one of your workers.`, 'Send it a message instead.');
      }
      return terminal;
    },
    readJob(job) {
      if (job.caller_id !== me && job.session_name !== mySession()) throw forbidden(`Job ${job.id} is not yours.`);
      return job;
    },
    actOnJob(job) {
      if (job.caller_id !== me) throw forbidden(`Job ${job.id} is not yours.`);
    },
    speaker(claimed) {
      if (claimed !== undefined && claimed !== me) throw forbidden(`You are ${me} and cannot speak as another.`);
      return me;
    },
    session: mySession,
  };
}

function ownerAccess(engine: Engine): Access {
  return {
    owner: () => undefined,
    readSession: () => undefined,
    readTerminal: (id) => engine.terminals.get(id),
    actOn: (id) => engine.terminals.get(id),
    readJob: (job) => job,
    actOnJob: () => undefined,
    speaker: (claimed) => claimed,
    session: () => undefined,
  };
}

function forbidden(message: string, hint?: string): CaoError {
  return new CaoError('forbidden', message, hint === undefined ? {} : { hint });
}
