import { createAnswerLines } from './answer-lines.ts';
import { createEditor, edit } from './editor.ts';
import { banner, echoed, type Look } from './layout.ts';
import { openQuestion, type Asked, type Question } from './question.ts';
import { DIRECTIVES } from './script.ts';
import { createSurface } from './surface.ts';
import { clip, colour, faint, printable } from './text.ts';
import type { Agent, AgentUi } from './agent.ts';
import type { KeyEvent } from './keys.ts';
import type { Screen } from './view.ts';

const FRAMES = ['✻', '✽', '✶', '✳', '✢'];
/** A second Ctrl-C within this time leaves. */
const EXIT_WINDOW_MS = 2000;

export interface AppOptions {
  readonly write: (bytes: string | Uint8Array) => void;
  readonly screen: () => Screen;
  readonly now: () => number;
  readonly cwd: string;
  readonly model: string | undefined;
  readonly title: boolean;
  readonly swallowEnter: number;
  readonly agent: (ui: AgentUi) => Agent;
  readonly exit: (code: number, reason: string) => void;
  readonly crash: (how: string) => Promise<never>;
}

export interface App {
  /** Shows the trust dialog, or starts at once. */
  begin(trust: boolean, source: 'startup' | 'resume', turns: number): void;
  key(event: KeyEvent): void;
  draw(): void;
  /** Takes the drawn part off the screen and tells the agent that it ends. */
  close(reason: string): void;
}

/** Everything between the keyboard, the screen and the agent. */
export function createApp(options: AppOptions): App {
  const editor = createEditor();
  const answer = createAnswerLines();
  const surface = createSurface({ ...options, look });
  const { draw } = surface;
  let trust: Question | undefined;
  let question: Question | undefined;
  let label: string | undefined;
  let turnBegan: number | undefined;
  let hint: string | undefined;
  let exitUntil = 0;
  let pasted = false;
  let swallow = options.swallowEnter;
  const agent = options.agent(createUi());

  function look(frame: number): Look {
    const open = trust ?? question;
    const idle = turnBegan === undefined;
    const spinner = `${FRAMES[frame % FRAMES.length] ?? ''} ${label ?? 'Working'}… (${seconds()}s · esc to interrupt)`;
    return {
      mode: trust !== undefined ? 'trust' : question !== undefined ? 'waiting' : idle ? 'ready' : 'working',
      input: open?.free?.input ?? editor.text,
      tail: answer.tail,
      spinner: idle || open !== undefined ? undefined : spinner,
      queued: agent.queued(),
      menu: open?.menu,
      question: open?.free?.text,
      hint,
      model: options.model,
    };
  }

  function seconds(): number {
    return turnBegan === undefined ? 0 : Math.round((options.now() - turnBegan) / 1000);
  }

  function oneRow(text: string, cols = options.screen().cols): string {
    return clip(printable(text).replaceAll('\n', ' '), cols);
  }

  function createUi(): AgentUi {
    return {
      began: (prompt) => {
        turnBegan = options.now();
        label = undefined;
        answer.begin();
        surface.animate(true);
        draw(echoed(prompt.text, options.screen().cols));
      },
      write: (chunk) => draw(answer.grow(chunk)),
      status: (next) => {
        label = next;
        draw();
      },
      silence: surface.silence,
      garbage: surface.noise,
      ask,
      note: (line) => draw([...answer.finish(), faint(oneRow(line))]),
      ended: (ending) => {
        const marks = {
          completed: faint(`✻ Done in ${seconds()}s`),
          exit: faint(`✻ Done in ${seconds()}s`),
          failed: colour(31, oneRow(`✘ Error: ${ending.type === 'failed' ? ending.error : ''}`)),
          interrupted: '⎿ Interrupted · what should happen instead?',
        };
        const committed = [...answer.finish(), '', marks[ending.type]];
        turnBegan = undefined;
        surface.animate(false);
        surface.silence(false);
        draw(committed);
      },
      exit: (reason) => options.exit(0, reason),
      crash: options.crash,
    };
  }

  function ask(asked: Asked, signal: AbortSignal): Promise<string> {
    const committed = answer.finish();
    surface.animate(false);
    return new Promise<string>((resolve, reject) => {
      const close = () => {
        signal.removeEventListener('abort', drop);
        question = undefined;
      };
      const drop = () => {
        close();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', drop);
      question = openQuestion(asked, (text) => {
        close();
        surface.animate(true);
        draw([faint(oneRow(`→ ${text}`))]);
        resolve(text);
      });
      draw(committed);
    });
  }

  function keyInBox(event: KeyEvent): void {
    if (event.type === 'paste') pasted = true;
    if (event.type !== 'key') edit(editor, event);
    else if (event.key === 'Escape') agent.interrupt();
    else if (event.key === 'C-l') surface.redraw();
    else if (event.key === 'C-d' && editor.text === '') options.exit(0, 'C-d');
    else if (event.key !== 'Enter') edit(editor, event);
    else if (pasted && swallow > 0) swallow -= 1;
    else submit();
  }

  function submit(): void {
    pasted = false;
    const prompt = editor.take();
    const typed = prompt.text.trim();
    const command = /^\/([a-z][a-z-]*)(?:\s|$)/.exec(typed)?.[1];
    if (typed === '') return;
    if (command === undefined) agent.submit(prompt);
    else if (command === 'exit' || command === 'quit') options.exit(0, `/${command}`);
    else draw([...echoed(prompt.text, options.screen().cols), `⎿ ${obey(command)}`]);
  }

  function obey(command: string): string {
    if (command === 'help') return `A line that begins with a directive is run: ${DIRECTIVES.join(' ')}`;
    if (command !== 'clear') return `Unknown command: /${command}`;
    agent.clear();
    return 'Earlier turns are forgotten.';
  }

  /** The first Ctrl-C stops what runs and empties the box, the second leaves. */
  function pressedCtrlC(): void {
    if (options.now() < exitUntil) return options.exit(0, 'C-c');
    exitUntil = options.now() + EXIT_WINDOW_MS;
    hint = 'press ctrl-c again to exit';
    setTimeout(() => {
      hint = undefined;
      draw();
    }, EXIT_WINDOW_MS).unref();
    agent.interrupt();
    return editor.clear();
  }

  function startAgent(source: 'startup' | 'resume', turns: number): void {
    trust = undefined;
    const resumed = source === 'resume' ? [`Resumed after ${turns} turns.`] : [];
    draw([...banner(options.cwd, options.screen().cols), ...resumed]);
    agent.start(source);
  }

  function askTrust(source: 'startup' | 'resume', turns: number): void {
    const refuse = 'No, exit';
    const text = `Do you trust the files in this folder?\n${options.cwd}`;
    trust = openQuestion({ text, options: [refuse, 'Yes, I trust it'] }, (choice) => {
      if (choice === refuse) options.exit(1, 'not trusted');
      else startAgent(source, turns);
    });
    draw();
  }

  return {
    begin: (asksTrust, source, turns) => (asksTrust ? askTrust(source, turns) : startAgent(source, turns)),
    key: (event) => {
      if (trust !== undefined) {
        if (trust.key(event) === 'cancel') options.exit(1, 'not trusted');
      } else if (event.type === 'key' && event.key === 'C-c') pressedCtrlC();
      else if (question === undefined) keyInBox(event);
      else if (question.key(event) === 'cancel') agent.interrupt();
    },
    draw: () => draw(),
    close: (reason) => {
      surface.animate(false);
      surface.erase();
      agent.stop(reason);
      surface.silence(true);
    },
  };
}
