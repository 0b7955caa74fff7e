import type { EvidenceRecord, Question, ReplySource } from '@cao/contracts';
import type { AgentFacts, Provider, Reported, ScreenReading } from '@cao/provider-sdk';
import type { TerminalRecord } from '@cao/state';
import type { ExitFacts, TerminalBackend, TerminalEvent } from '@cao/terminal';
import { initialBelief, type Belief } from '../evidence/belief.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { statusOf, type StatusView } from '../evidence/status.ts';
import { evidenceOfReport } from '../evidence/translate.ts';
import type { Logger } from '../deps.ts';
import { createSerial } from '../serial.ts';
import { createBeliefKeeper, type BeliefKeeper } from './belief-keeper.ts';
import { createEcho } from './echo.ts';
import type { FileSources } from './file-sources.ts';
import { createHostEvents } from './host-events.ts';
import { createPrinted } from './printed.ts';
import { createScreenReader, type ScreenReader } from './screen-reader.ts';
import { createScreenWatch, type ScreenWatch } from './screen-watch.ts';
import { createStartup, type Startup } from './startup.ts';
import type { TurnBook, TurnEnd } from './turn-book.ts';
import { createTurnCloser, type TurnCloser } from './turn-closer.ts';

export interface AgentDeps {
  readonly record: TerminalRecord;
  readonly provider: Provider;
  readonly backend: TerminalBackend;
  readonly turns: TurnBook;
  readonly now: () => number;
  readonly log: Logger;
  /** Stores a changed belief and tells the world when the status changed; called inside the transaction of the cause. */
  readonly believed: (agent: Agent, belief: Belief) => void;
  /** Stores facts a CLI told about itself. */
  readonly learned: (facts: { conversationId?: string; transcriptPath?: string }) => void;
  readonly transaction: <T>(work: () => T) => T;
  /** `words`: what it printed last, when it ended before it ever took input. */
  readonly exited: (agent: Agent, exit: ExitFacts, words?: string) => void;
}

/** Where reports come from. `commit` moves the reader on, inside the transaction that applies them. */
export interface Origin {
  readonly source: 'signal' | 'title';
  readonly reply?: ReplySource;
  readonly commit?: () => void;
}

/** One running agent: it takes evidence in the order it comes and knows at any time what it believes and why. */
export class Agent {
  readonly id: string;
  readonly provider: Provider;
  readonly turns: TurnBook;
  readonly backend: TerminalBackend;
  /** Whoever types holds this: a person's input, a message, a job's task never interleave. */
  readonly typing = createSerial();
  readonly screen: ScreenWatch;
  readonly startup: Startup;
  readonly echo = createEcho();
  readonly printed = createPrinted();
  readonly now: () => number;
  readonly log: Logger;
  /** Takes what the terminal host tells. */
  readonly hear: (event: TerminalEvent) => void;
  #facts: AgentFacts;
  #kept: BeliefKeeper;
  #listeners = new Set<() => void>();
  #sources: FileSources | undefined;
  #closer: TurnCloser;
  #deps: AgentDeps;
  #reader: ScreenReader;
  #disposed = false;

  constructor(deps: AgentDeps, facts: AgentFacts) {
    this.#deps = deps;
    this.id = deps.record.id;
    this.provider = deps.provider;
    this.turns = deps.turns;
    this.backend = deps.backend;
    this.now = deps.now;
    this.log = deps.log;
    this.#facts = facts;
    this.#kept = createBeliefKeeper({
      belief: (deps.record.belief as unknown as Belief | null) ?? initialBelief(deps.now()),
      now: deps.now,
      onDue: () => this.#lookAgain(),
    });
    this.screen = createScreenWatch({
      snapshot: () => deps.backend.snapshot(this.id),
      read: (screen) => this.#reader.read(screen),
      failed: (error) => deps.log.debug('a screen could not be read', { terminal: this.id, error: String(error) }),
    });
    this.startup = createStartup(this);
    this.#closer = createTurnCloser(this);
    this.#reader = createScreenReader(this, this.#closer);
    this.hear = createHostEvents(this, {
      forgetTitle: () => this.#kept.forget('title'),
      exited: (exit, words) => deps.exited(this, exit, words),
    });
  }

  get facts(): AgentFacts {
    return this.#facts;
  }

  get belief(): Belief {
    return this.#kept.belief;
  }

  get history(): readonly EvidenceRecord[] {
    return this.#kept.history;
  }

  /** What the last settled screen said. */
  get reading(): ScreenReading | undefined {
    return this.#reader.reading;
  }

  get sources(): FileSources | undefined {
    return this.#sources;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  get status(): StatusView {
    return statusOf(this.belief, this.turns.last());
  }

  /** Takes input now: at its prompt, and no turn is under way. */
  get ready(): boolean {
    return !this.#disposed && this.belief.phase === 'ready' && this.turns.open() === undefined;
  }

  /** The agent's CLI knows its tools. */
  toolsListed(): void {
    this.startup.toolsListed();
  }

  /** The CLI will ask for its tools before it can use them. */
  get asksForTools(): boolean {
    return (this.provider.capabilities.mcpAtStart ?? false) && this.#deps.record.allowedTools.length > 0;
  }

  get question(): Question | null {
    return this.belief.phase === 'waiting' ? this.belief.question : null;
  }

  follow(sources: FileSources): void {
    this.#sources = sources;
    sources.poke();
  }

  /** Called after anything changed: belief, turn, life. Returns the way to stop listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  update(facts: Partial<AgentFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** What the CLI reported. Facts first, then the turn, then the belief. */
  report(events: readonly Reported[], from: Origin): void {
    if (this.#disposed) return;
    this.#deps.transaction(() => {
      for (const event of events) this.#take(event, from);
      from.commit?.();
    });
    if (events.length > 0) this.changed();
  }

  #take(event: Reported, from: Origin): void {
    if (event.type === 'session') this.#learn(event);
    const context = {
      source: from.source,
      at: this.now(),
      readyOnTurnEnd: this.provider.capabilities.readyOnTurnEnd ?? false,
    };
    const evidence = evidenceOfReport(event, context);
    if (from.source === 'signal') this.#closer.report(event, from.reply ?? 'signal');
    if (evidence) this.#weigh(evidence);
  }

  #learn(event: { conversationId?: string; transcriptPath?: string }): void {
    const facts = {
      ...(event.conversationId === undefined ? {} : { conversationId: event.conversationId }),
      ...(event.transcriptPath === undefined ? {} : { transcriptPath: event.transcriptPath }),
    };
    this.update(facts);
    this.#deps.learned(facts);
    // There may be a file to follow that could not be named before.
    this.#sources?.poke();
  }

  /** Weighs evidence of any other kind: the screen, the process, our own act. */
  observe(evidence: Evidence): void {
    if (this.#disposed || this.#kept.confirms(evidence)) return;
    this.#deps.transaction(() => this.#weigh(evidence));
    this.changed();
  }

  #weigh(evidence: Evidence): void {
    const before = this.belief;
    this.#kept.weigh(evidence);
    // The prompt may be on the screen already; no change of it would tell.
    if (this.belief.settling && !before.settling) this.screen.look();
    this.#closer.believed(before, this.belief);
    this.#deps.believed(this, before);
  }

  /** A screen is read anew; a title or a state file goes on saying what it said. */
  #lookAgain(): void {
    const held = this.belief.held?.claim;
    if (held?.lasting && held.source !== 'screen') this.observe({ ...held, at: this.now() });
    this.screen.look();
  }

  /** After a restart: reads what happened meanwhile, so that what follows starts from the present. */
  async catchUp(): Promise<void> {
    await this.#sources?.drained();
    if (this.belief.phase !== 'exited') await this.screen.fresh().catch(() => undefined);
    this.#closer.resume();
  }

  /**
   * We typed something: what was on the screen before is over. `before` is what was believed then; when it is believed no more, the
   * CLI has reported what came of the act before we heard that it was typed, and that counts.
   */
  acted(rule: string, says: string, receipt?: { readonly revision: number }, before: Belief = this.belief): void {
    if (receipt) this.#reader.passOver(receipt.revision);
    if (before.phase !== this.belief.phase || before.since !== this.belief.since) return;
    this.observe({ at: this.now(), source: 'own', rule, phase: 'busy', says });
  }

  /** The input was taken and nobody saw it: without hooks, a turn may be over before the screen is looked at. Returns whether. */
  overlooked(): boolean {
    if (this.#closer.signalled || !this.echo.seen() || this.turns.open()?.state !== 'submitted') return false;
    this.taken('echo', 'the agent printed the input');
    return true;
  }

  /** The open turn was accepted, though no report says so; what the screen shows now counts again. */
  taken(rule: string, says: string): void {
    this.#deps.transaction(() => {
      this.turns.accept({});
      this.#weigh({ at: this.now(), source: 'own', rule, phase: 'busy', settling: true, says });
    });
    this.changed();
  }

  endTurn(end: TurnEnd): void {
    this.#deps.transaction(() => {
      const before = this.belief;
      if (this.turns.end(end)) this.#deps.believed(this, before);
    });
    this.changed();
  }

  dispose(): void {
    this.#disposed = true;
    this.#kept.dispose();
    this.#closer.dispose();
    this.startup.dispose();
    this.#sources?.close();
    this.changed();
    this.#listeners.clear();
  }
}
