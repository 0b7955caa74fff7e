import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, processesWithEnv } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HTTPS_PORT, httpsSite } from './https-site.ts';
import { LIMIT_MS, person, type Person } from './person.ts';
import { isFree } from './ports.ts';
import * as seed from './snippets.ts';

/**
 * The session skill that people have in hand, word for word, by somebody with an empty home: docs/conformance.md names each of its
 * statements and the test. The default agent CLI is a stand-in for Kiro, which needs an account; scripts stand for its model.
 */
let me: Person;
const mayServeHttps = await isFree(HTTPS_PORT);

const SHIPPED = ['code_supervisor', 'developer', 'reviewer'];
const quoted = (words: string): string => `'${words.replaceAll("'", String.raw`'\''`)}'`;
/** Calls a CAO tool, in the script of a stand-in. */
const call = (tool: string, input: object): string => `CALL:${tool}:${JSON.stringify(input)}`;
const say = (text: string): string => `SAYJSON:${JSON.stringify(text)}`;
/** The same for the scripted agent that ships with CAO. */
const tool = (name: string, input: object): string => `TOOL ${name} ${JSON.stringify(input)}`;

interface Status {
  readonly conductor: { readonly id: string; readonly status: string; readonly last_output: string | null };
  readonly workers?: readonly { readonly id: string; readonly status: string; readonly agent_profile: string }[];
}

const status = (session: string): Promise<Status> => me.json(`cao session status ${session} --workers --json`);
/** Launches a conductor of the scripted agent that ships with CAO. */
const launch = (name: string, ...task: readonly string[]): Promise<string> => {
  const line = 'cao launch --agents code_supervisor --provider mock_cli --headless --yolo --session-name';
  return me.ok([line, name, ...task.map(quoted)].join(' '));
};
const until = <T>(what: () => Promise<T | false | undefined>): Promise<T> =>
  eventually(async () => (await what()) ?? false, { timeoutMs: LIMIT_MS }) as Promise<T>;

const sessions = async (): Promise<readonly string[]> => {
  const rows = await me.json<{ session: string }[]>('cao session list --json');
  return rows.map(({ session }) => session);
};

async function onlyWorker(session: string): Promise<string> {
  const worker = await until(async () => (await status(session)).workers?.[0]);
  return worker.id;
}

beforeAll(async () => {
  me = await person();
  await me.script(
    'Build a hello-world Python script. Delegate to developer, then reviewer.',
    call('handoff', { agent_profile: 'developer', message: 'write it' }),
    call('handoff', { agent_profile: 'reviewer', message: 'look at it' }),
  );
  await me.script('write it', say('hello.py prints hello'));
  await me.script('look at it', say('hello.py is approved'));
});
afterAll(() => me[Symbol.asyncDispose]());

describe('before a launch', () => {
  test('the quick check says whether cao-server runs at localhost:9889, and cao-server starts it', async () => {
    expect(await me.ok(seed.CHECK)).toBe('start cao-server\n');
    await me.startServer();
    expect(await me.ok(seed.CHECK)).toBe('OK\n');
  });

  test('a launch fails when the profile is unknown', async () => {
    const { code, stderr } = await me.shell('cao launch --agents nobody --headless --yolo');
    expect(code).toBe(1);
    expect(stderr).toContain('Agent profile not found: nobody');
    expect(await sessions()).toEqual([]);
  });

  test('on a configured host nothing has to be installed', async () => {
    const again = seed.EXAMPLE.replaceAll(/^cao install .*\n/gm, '').replaceAll('my-task', 'straight');
    expect(await me.ok(again)).toContain('hello.py is approved');
  });
});

describe('profiles', () => {
  test('are installed by name and by path, whatever CLI runs them', async () => {
    await writeFile(join(me.home.cwd, 'mine.md'), '---\nname: mine\ndescription: my own\n---\n\nBe mine.\n');
    expect(await me.ok('cao install ./mine.md')).toContain("✓ Agent 'mine' installed successfully");
    expect(await me.ok('cao install developer')).toContain("✓ Agent 'developer' installed successfully");
    for (const provider of ['mock_cli', 'kiro_cli']) {
      const words = provider === 'mock_cli' ? 'SYSTEM' : 'SHOW';
      const line = `cao launch --agents mine --provider ${provider} --headless --yolo --session-name as-${provider}`;
      expect(await me.ok(`${line} ${words}`)).toContain('Be mine.');
      await me.ok(`cao shutdown --session cao-as-${provider}`);
    }
    expect((await me.shell('cao install not-there')).code).toBe(1);
  });

  // Ports below 1024 are not everybody's; without this one the rules are tested in packages/profiles/test/install.test.ts.
  test.runIf(mayServeHttps)('are installed from an https address', async () => {
    await using site = await httpsSite({ '/o/far.md': '---\nname: far\ndescription: from afar\n---\n\nBe far.\n' });
    await writeFile(join(me.home.cwd, 'ca.pem'), site.certificate);
    const env = 'NODE_EXTRA_CA_CERTS=ca.pem CAO_PROFILE_ALLOWED_HOSTS=localhost';
    expect(await me.ok(`${env} cao install https://localhost/o/far.md`)).toContain("✓ Agent 'far' installed");
    expect(await me.ok(seed.OWN_PROFILES)).toContain('far.md');
    const { code, stderr } = await me.shell('cao install https://localhost/o/far.md');
    expect(code).toBe(1);
    expect(stderr).toContain('not allowed');
  });

  test('are all listed by one address, once per name, the built-in first, each with its source', async () => {
    const store = join(me.caoHome, 'agent-store');
    await mkdir(store, { recursive: true });
    await writeFile(join(store, 'reviewer.md'), '---\nname: reviewer\ndescription: another\n---\n\nAnother.\n');
    await writeFile(join(store, 'local-one.md'), '---\nname: local-one\ndescription: a local one\n---\n\nLocal.\n');
    const native = join(me.home.home, '.kiro', 'agents');
    await mkdir(native, { recursive: true });
    await writeFile(join(native, 'kiro-one.md'), '---\nname: kiro-one\ndescription: of Kiro\n---\n\nKiro.\n');
    const rows = await me.json<{ name: string; source: string; description: string }[]>(seed.PROFILES);
    const named = (name: string) => rows.filter((row) => row.name === name).map(({ source }) => source);
    for (const name of SHIPPED) expect(named(name)).toEqual(['built-in']);
    expect(named('local-one')).toEqual(['local']);
    expect(named('kiro-one')).toEqual(['kiro']);
    expect(named('mine')).toHaveLength(1);
    expect(rows.every(({ source }) => source.length > 0)).toBe(true);
    await me.ok(`rm ${store}/reviewer.md`);
  });

  test('lie where the skill looks for them', async () => {
    expect(await me.ok(seed.OWN_PROFILES)).toContain('local-one.md\n');
    expect(await me.ok(seed.INSTALLED_PROFILES)).toContain('developer.md\n');
  });

  test('are mirrored for Kiro, whose own list shows them', async () => {
    expect(await me.ok(seed.NATIVE_PROFILES)).toMatch(/\bdeveloper\b/);
    expect(existsSync(join(me.home.home, '.kiro', 'agents', 'developer.json'))).toBe(true);
  });

  test('that ship are named in the README, under Quick start', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const quickStart = /^## Quick start\n(.*?)^## /ms.exec(readme)?.[1] ?? '';
    for (const name of SHIPPED) expect(quickStart).toContain(`\`${name}\``);
  });
});

describe('the complete example', () => {
  test('runs as printed: installs, launches on the default provider, delegates, shows and cleans up', async () => {
    const said = await me.ok(seed.EXAMPLE);
    for (const name of SHIPPED) expect(said).toContain(`✓ Agent '${name}' installed successfully\n`);
    expect(said).toContain('hello.py prints hello');
    expect(said).toContain('hello.py is approved');
    expect(said).toMatch(/^Session: {2}cao-my-task$/m);
    expect(said).toMatch(/^Provider: kiro_cli$/m);
    expect(said).toMatch(/^Status: {3}completed$/m);
    expect(said).toContain('No worker terminals');
    expect(said).toContain("✓ Shutdown session 'cao-my-task'");
    expect(await sessions()).toEqual([]);
  });

  test('names providers that all are there', async () => {
    const rows = await me.json<{ name: string }[]>('cao provider list --json');
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(seed.PROVIDERS));
    expect(await me.ok('cao launch --help')).toContain('kiro_cli');
    const { code, stderr } = await me.shell('cao launch --agents developer --provider nobody --headless --yolo');
    expect(code).not.toBe(0);
    for (const id of seed.PROVIDERS) expect(stderr).toContain(id);
  });
});

describe('a launch', () => {
  test('takes its template: profile, name with the prefix, directory and task', async () => {
    const words = {
      '<profile>': 'developer',
      '<name>': 'templ',
      '<path>': '/path/to/project',
      '<task>': 'say something',
    };
    await me.script('say something', say('something'));
    expect(await me.ok(seed.fill(seed.LAUNCH, words))).toContain('something');
    expect(await sessions()).toEqual(['cao-templ']);
    await me.ok('cao shutdown --session cao-templ');
  });

  test('without --headless wants a terminal to attach', async () => {
    const { code, stderr } = await me.shell('cao launch --agents developer --yolo --session-name attached </dev/null');
    expect(code).not.toBe(0);
    expect(stderr).toContain('--headless');
    expect(await sessions()).toEqual([]);
  });

  test('passes the directory as it stands in single quotes: the server reads ~', async () => {
    await mkdir(join(me.home.home, 'elsewhere'));
    await me.ok(
      "cao launch --agents developer --headless --yolo --session-name home --working-directory '~/elsewhere'",
    );
    expect(await me.ok('cao session status cao-home')).toContain(`Folder:   ${me.home.home}/elsewhere\n`);
    await me.ok('cao shutdown --session cao-home');
  });

  test('into a wrong directory is mended by a shutdown and another launch; one that is not there is refused', async () => {
    const at = (directory: string) =>
      `cao launch --agents developer --headless --yolo --session-name where --working-directory '${directory}'`;
    const refused = await me.shell(at('/no/such/directory'));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('/no/such/directory');
    await me.ok(at('~/elsewhere'));
    await me.ok('cao shutdown --session cao-where');
    await me.ok(at('/path/to/project'));
    expect(await me.ok('cao session status cao-where')).toContain(`Folder:   ${me.home.cwd}\n`);
    await me.ok('cao shutdown --session cao-where');
  });

  test('with --yolo asks nothing; without it, and without a person, it is refused', async () => {
    await me.script('use the shell', 'RUN:execute_bash:make');
    const line = 'cao launch --agents developer --headless --session-name bold';
    const refused = await me.shell(`${line} "use the shell"`);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('--yolo');
    expect(await me.ok(`${line} --yolo "use the shell"`)).toContain('execute_bash: done');
    await me.ok('cao shutdown --session cao-bold');
  });

  test('of a procedure on Kiro takes three messages, each after the one before is completed', async () => {
    await mkdir(join(me.home.home, '.kiro', 'prompts'), { recursive: true });
    await writeFile(join(me.home.home, '.kiro', 'prompts', 'my-sop-name.md'), 'Do it by the book.\n');
    await me.script('@my-sop-name', say('the procedure is loaded'));
    await me.script('the task itself', say('done by the book'));
    const completed = () => until(async () => (await status('cao-sop')).conductor.status === 'completed');
    const start = 'cao launch --agents developer --provider kiro_cli --headless --yolo --session-name sop';
    await me.ok(`${start} "/prompts"`);
    await completed();
    expect(await me.ok('cao session status cao-sop')).toMatch(/^Last response:\n.*@my-sop-name$/ms);
    await me.ok('cao session send cao-sop "@my-sop-name"');
    await completed();
    expect(await me.ok('cao session send cao-sop "the task itself"')).toContain('done by the book');
    await me.ok('cao shutdown --session cao-sop');
  });
});

describe('managing', () => {
  beforeAll(async () => {
    await launch('mywork', `${tool('assign', { agent_profile: 'developer', message: 'SAY built' })}\nSAY on it`);
    await onlyWorker('cao-mywork');
  });

  test('session list shows the active sessions', async () => {
    expect(await me.ok('cao session list')).toMatch(/^cao-mywork\b/m);
  });

  test('session status shows conductor and last response, by the name with the prefix', async () => {
    expect(await me.ok('cao session status cao-mywork')).toMatch(
      /^Agent: {4}code_supervisor$.*^Last response:\n.*^on it$/ms,
    );
  });

  test('--workers includes the workers, --terminal drills into one', async () => {
    const worker = await onlyWorker('cao-mywork');
    expect(await me.ok('cao session status cao-mywork --workers')).toMatch(new RegExp(`^${worker} +developer`, 'm'));
    await until(async () => (await status('cao-mywork')).workers?.[0]?.status === 'completed');
    expect(await me.ok(`cao session status cao-mywork --terminal ${worker}`)).toContain('Last response:\nbuilt\n');
  });

  test('--json gives terminal ids to scripts', async () => {
    const { conductor } = await me.json<Status>('cao session status cao-mywork --json');
    expect(conductor.id).toMatch(/^[\da-f]{8}$/);
    expect(processesWithEnv('CAO_TERMINAL_ID', conductor.id).some(({ command }) => command.includes('mock-cli'))).toBe(
      true,
    );
  });

  test('session send waits and prints the answer', async () => {
    expect(await me.ok("cao session send cao-mywork 'THINK 1\nSAY waited for'")).toBe('waited for\n');
  });

  test('--async returns without waiting', async () => {
    const sent = await me.ok("cao session send cao-mywork 'THINK 2\nSAY later' --async");
    expect(sent).not.toContain('later');
    expect((await status('cao-mywork')).conductor.status).toBe('processing');
    await until(async () => (await status('cao-mywork')).conductor.last_output === 'later');
  });

  test('--timeout waits so many seconds; the agent goes on, and status tells later', async () => {
    const { code, stderr } = await me.shell("cao session send cao-mywork 'THINK 3\nSAY at last' --timeout 1");
    expect(code).toBe(4);
    expect(stderr).toContain('still running');
    await until(async () => (await status('cao-mywork')).conductor.last_output === 'at last');
  });

  test('--terminal sends to that terminal; without it the conductor is meant', async () => {
    const worker = await onlyWorker('cao-mywork');
    const words = quoted('SAY {{env.CAO_TERMINAL_ID}}');
    expect(await me.ok(`cao session send cao-mywork ${words} --terminal ${worker}`)).toBe(`${worker}\n`);
    const { conductor } = await status('cao-mywork');
    expect(await me.ok(`cao session send cao-mywork ${words}`)).toBe(`${conductor.id}\n`);
  });

  test('shutdown ends one session, shutdown --all every one', async () => {
    for (const name of ['one', 'two', 'three']) await launch(name);
    await me.ok('cao shutdown --session cao-one');
    expect((await sessions()).toSorted((a, b) => a.localeCompare(b))).toEqual(['cao-mywork', 'cao-three', 'cao-two']);
    await me.ok('cao shutdown --all');
    expect(await sessions()).toEqual([]);
  });
});

describe('workers', () => {
  test('handoff waits until the worker has completed and reads its output', async () => {
    const task = tool('handoff', { agent_profile: 'developer', message: 'THINK 1\nSAY made' });
    const said = await launch('handed', `${task}\nSAY got {{tool.output}}`);
    expect(said).toContain('got made');
    await me.ok('cao shutdown --session cao-handed');
  });

  test('a handoff that timed out leaves its worker running', async () => {
    const input = { agent_profile: 'developer', message: 'THINK 4\nSAY made after all', timeout: 1 };
    await launch('late', `${tool('handoff', input)}\nSAY {{tool}}`);
    const worker = await onlyWorker('cao-late');
    expect((await status('cao-late')).workers?.[0]?.status).toBe('processing');
    await until(async () =>
      (await me.ok(`cao session status cao-late --terminal ${worker}`)).includes('made after all'),
    );
    await me.ok('cao shutdown --session cao-late');
  });

  test('assign returns at once, and the worker calls back at the conductor’s terminal id', async () => {
    const back = tool('send_message', { receiver_id: '{{sender}}', message: 'built it' });
    const task = tool('assign', { agent_profile: 'developer', message: `THINK 1\n${back}\nSAY reported` });
    const said = await launch('assigned', `${task}\nEXPECT 1 SAY heard {{1}}\nSAY going on`);
    expect(said).toContain('going on');
    await until(async () => (await status('cao-assigned')).conductor.last_output?.includes('heard built it'));
  });

  test('each terminal knows its own id and no other', async () => {
    const { conductor } = await status('cao-assigned');
    const worker = await onlyWorker('cao-assigned');
    const [program] = processesWithEnv('CAO_TERMINAL_ID', worker);
    const environment = await readFile(`/proc/${program?.pid}/environ`, 'utf8');
    expect(environment).toContain(`CAO_TERMINAL_ID=${worker}`);
    expect(environment).not.toContain(conductor.id);
  });

  test('an assigned worker stays, and answers a follow-up question', async () => {
    const worker = await onlyWorker('cao-assigned');
    const words = { SESSION: 'cao-assigned', '<worker-terminal-id>': worker, '<follow-up question>': 'SAY 42, still' };
    expect(await me.ok(seed.fill(seed.FOLLOW_UP, words))).toBe('42, still\n');
    await me.ok('cao shutdown --session cao-assigned');
  });

  test('the conductor is told to hand off unless it is asked for the other', async () => {
    const told = await launch('protocol', 'SYSTEM');
    expect(told).toMatch(/`handoff\(agent_profile, message\)`.* This is the usual way/s);
    expect(told).toMatch(/`assign\(agent_profile, message\)`.* asked to work asynchronously/s);
    await me.ok('cao shutdown --session cao-protocol');
  });
});

describe('a stuck conductor', () => {
  test('is freed with the three lines of the skill: look, look closer, prompt the worker', async () => {
    await launch('stuck', tool('assign', { agent_profile: 'developer', message: 'SAY did it, told nobody' }));
    const worker = await onlyWorker('cao-stuck');
    const { conductor } = await me.json<Status>('cao session status cao-stuck --json');
    await until(async () => (await status('cao-stuck')).workers?.[0]?.status === 'completed');
    const report = tool('send_message', { receiver_id: conductor.id, message: 'here it is' });
    const words = {
      SESSION: 'cao-stuck',
      '<worker-terminal-id>': worker,
      '<conductor-terminal-id>"': `${conductor.id}\n${report.replaceAll('"', String.raw`\"`)}"`,
    };
    const said = await me.ok(seed.fill(seed.STUCK, words));
    expect(said).toContain('has finished without a report');
    expect(said).toContain('Last response:\ndid it, told nobody\n');
    await until(async () => (await status('cao-stuck')).conductor.last_output?.includes('here it is'));
  });

  test('is told of work that still runs, so that nobody gives it away twice', async () => {
    await launch('busy');
    await me.ok(
      `cao session send cao-busy ${quoted(tool('handoff', { agent_profile: 'developer', message: 'HANG' }))} --async`,
    );
    const worker = await onlyWorker('cao-busy');
    await until(async () => (await me.ok('cao session status cao-busy')).includes(worker));
    const { workers } = await status('cao-busy');
    expect(workers).toMatchObject([{ id: worker, status: 'processing' }]);
    await me.ok('cao shutdown --all');
  });
});

describe('the skills it names', () => {
  test('are there from the first start, with the descriptions they are known by', async () => {
    const rows = await me.json<{ name: string; description: string }[]>('cao skills list --json');
    expect(Object.fromEntries(rows.map(({ name, description }) => [name, description]))).toMatchObject({
      'cao-session-management': expect.stringMatching(
        /^Interact with CAO \(CLI Agent Orchestrator\) — launch multi-agent sessions/,
      ),
      'cao-plugin': expect.stringMatching(/^Create a new CAO \(CLI Agent Orchestrator\) plugin\./),
      'cao-provider': expect.stringMatching(/^Create a new CLI agent provider for CAO/),
      'cao-supervisor-protocols':
        'Supervisor-side orchestration patterns for assign, handoff, and idle inbox delivery in CAO',
      'cao-worker-protocols': 'Worker-side callback and completion rules for assigned and handed-off tasks in CAO',
    });
  });

  test('give its advice: ask rather than guess, go through the conductor, never give running work away', async () => {
    const read = (name: string) => readFile(join(me.caoHome, 'skills', name, 'SKILL.md'), 'utf8');
    const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
    const session = flat(await read('cao-session-management'));
    expect(session).toContain('If unsure which profile to use, ask the user rather than guessing.');
    expect(session).toContain('Prefer communicating through the conductor');
    expect(session).toContain('Two exceptions: unblocking a stuck worker, and follow-up questions');
    expect(session).toContain('Never re-delegate work that may still be running');
    expect(flat(await read('cao-supervisor-protocols'))).toContain('Give the task to nobody else');
  });
});
