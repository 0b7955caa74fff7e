import type { EvidenceRecord, Question, ReplySource } from '@cao/contracts';
import type { AgentFacts, Provider, Reported, ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import type { TerminalRecord } from '@cao/state';
import type { ExitFacts, TerminalBackend, TerminalEvent } from '@cao/terminal';
import { initialBelief, type Belief } from '../evidence/belief.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { statusOf, type StatusView } from '../evidence/status.ts';
import { evidenceOfReport, evidenceOfScreen } from '../evidence/translate.ts';
import type { Logger } from '../deps.ts';
import { createSerial } from '../serial.ts';
import { createBeliefKeeper, type BeliefKeeper } from './belief-keeper.ts';
import { createEcho } from './echo.ts';
import type { FileSources } from './file-sources.ts';
import { lastWords } from './last-words.ts';
import { createPrinted } from './printed.ts';
import { createScreenWatch, type ScreenWatch } from './screen-watch.ts';
import { createStartup, type Startup } from './startup.ts';
import type { TurnBook, TurnEnd } from './turn-book.ts';
import { createTurnCloser, type TurnCloser } from './turn-closer.ts';

/**
 * Files are watched; this reading is for those that could not be, because their folder did not exist yet. An agent at work draws
 * ten times a second, and asking the file system each time costs more than all the rest.
 */
const FILES_AT_WORK_MS = 1000;

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
  #facts: AgentFacts;
  #kept: BeliefKeeper;
  #listeners = new Set<() => void>();
  #sources: FileSources | undefined;
  #closer: TurnCloser;
  #deps: AgentDeps;
  #reading: ScreenReading | undefined;
  /** Screens up to this revision were drawn before our last input; they say nothing about what it led to. */
  #staleRevision = -1;
  #pokedAt = -Infinity;
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
      read: (screen) => this.#readScreen(screen),
      failed: (error) => deps.log.debug('a screen could not be read', { terminal: this.id, error: String(error) }),
    });
    this.startup = createStartup(this);
    this.#closer = createTurnCloser(this);
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
    return this.#reading;
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

  /** A command of the CLI (`/clear`): it has no answer, and most open no turn. What other agents send never begins like one. */
  isCommand(prompt: string): boolean {
    const text = prompt.trim();
    // A word (`exit`) is a command only when it is all of the text.
    const begins = (prefix: string): boolean => !/\w$/.test(prefix) && text.startsWith(prefix);
    return this.provider.capabilities.commandPrefixes.some((prefix) => text === prefix || begins(prefix));
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

  /** What the terminal host told. */
  hear(event: TerminalEvent): void {
    if (this.#disposed) return;
    switch (event.type) {
      case 'settled':
        return this.#settled(event.passing);
      case 'title':
        return this.#titled(event.title);
      case 'exit':
        return this.#exit(event.exit);
      default:
        return;
    }
  }

  #titled(title: string): void {
    const events = this.provider.readTitle?.(title, this.#facts) ?? [];
    if (this.belief.claims.title && !events.some(({ type }) => type === 'state')) {
      this.#kept.forget('title');
      // The screen that goes with it may be there already.
      this.screen.look();
    }
    this.report(events, { source: 'title' });
  }

  #settled(passing: boolean): void {
    const working = this.belief.phase === 'busy' && !this.belief.settling;
    // Nothing on that screen stands still, so it neither asks nor is ready; that the agent works was seen.
    if (!(working && passing && this.belief.shown)) this.screen.look();
    const now = this.now();
    if (working && now - this.#pokedAt < FILES_AT_WORK_MS) return;
    this.#pokedAt = now;
    this.#sources?.poke();
  }

  #exit(exit: ExitFacts): void {
    // Hooks that fired just before the end are in the file already; they may still complete the turn.
    const drained = this.#sources?.drained() ?? Promise.resolve();
    const said = this.belief.phase === 'starting' ? this.#lastWords() : undefined;
    void Promise.all([said, drained]).then(([words]) => {
      if (!this.#disposed) this.#deps.exited(this, exit, words);
    });
  }

  async #lastWords(): Promise<string | undefined> {
    const screen = await this.backend.snapshot(this.id).catch(() => undefined);
    return screen && lastWords(screen.lines);
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

  #readScreen(screen: ScreenSnapshot): void {
    if (this.#disposed || this.belief.phase === 'exited') return;
    if (screen.revision <= this.#staleRevision) return;
    const reading = this.provider.readScreen(screen, this.#facts);
    this.#reading = reading;
    this.echo.look(screen, reading);
    if (this.startup.handle(reading, screen)) return;
    if (reading.state === 'ready' && this.#showsAnEnd(reading, screen)) this.overlooked();
    const evidence = evidenceOfScreen(reading, this.now());
    if (evidence) this.observe(evidence);
  }

  /** A turn that is over before its work was drawn leaves its mark, or its answer, above the prompt. */
  #showsAnEnd({ outcome }: ScreenReading, { lines }: ScreenSnapshot): boolean {
    const turn = this.turns.open();
    if (turn?.state !== 'submitted' || this.#closer.signalled || !this.echo.seen()) return false;
    return outcome !== undefined || this.provider.readReply(lines, turn.prompt) !== undefined;
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
    if (receipt) this.#staleRevision = Math.max(this.#staleRevision, receipt.revision);
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
