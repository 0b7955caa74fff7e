import { readFileSync } from 'node:fs';
import { CLI_COMMANDS } from '@cao/contracts';
import { describe, expect, it } from 'vitest';
import { commands } from '../src/index.ts';
import { cao } from './support/run-cao.ts';

const visible = commands.filter((entry) => entry.hidden !== true);
const hidden = commands.filter((entry) => entry.hidden === true);

/** Commands whose help stands in this file, which the tests compare with what is printed. */
const pinned = Array.from(
  readFileSync(import.meta.filename, 'utf8').matchAll(
    /toMatchInlineSnapshot\(`\n +"Usage: cao ([a-z -]+?)(?= --| \[)/g,
  ),
  ([, name]) => name,
);

async function help(...words: string[]): Promise<string> {
  const { code, out, err } = await cao([...words, '--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

it('no command of a package may have the name of one here', () => {
  const own = new Set(commands.map(({ path }) => path[0]));
  expect(CLI_COMMANDS).toEqual(expect.arrayContaining([...own]));
});

describe('help of cao and its groups', () => {
  it('lists every command', async () => {
    expect(await help()).toMatchInlineSnapshot(`
      "CAO 0.1.0: runs agent command lines in terminals of their own and turns them into a team.

      Usage: cao COMMAND [options]

      Commands:
        launch                    start a session with a conductor
        attach                    put your terminal onto an agent
        session list              list active sessions
        session status            a session's conductor and last response
        session send              send a message and wait for the answer
        session answer            answer the question an agent asks
        session resume            start ended agents again with their conversations
        terminal explain          why a terminal has the status it has
        terminal capture          keep a screen as a test case of its provider
        terminal interrupt        stop what an agent is doing
        terminal restore          read what a deleted terminal had printed
        shutdown                  end sessions with all their agents
        install                   install an agent profile
        profile list              list agent profiles
        profile show              show one profile, or check a file
        profile new               write a package with a profile
        profile find              find profiles by words
        profile create            write a profile to begin with
        profile validate          check a profile
        env set                   set a value for placeholders in profiles
        env get                   print such a value
        env list                  list the values
        env unset                 take a value away
        skills list               list the skills of agents
        skills add                add a skill for agents
        skills new                write a package with a skill
        skills remove             remove a skill
        skills install            give an agent CLI of yours the skills of CAO
        flow add                  make a file a flow: a session that starts by itself
        flow list                 list flows and when they run
        flow run                  run a flow now
        flow history              what became of its runs
        flow enable               let a flow run at its times
        flow disable              let a flow rest
        flow remove               remove a flow
        provider list             list agent CLIs
        provider doctor           what is missing to use an agent CLI
        provider new              write the package of a new provider
        provider add              add a provider from a folder
        provider remove           take an added provider out again
        plugin list               list plugins and whether they run
        plugin info               what a plugin is, hears and may decide
        plugin add                install a plugin from npm, a folder or a tarball
        plugin update             install newer versions of plugins
        plugin remove             take an installed plugin out again
        plugin enable             let a plugin start with the server
        plugin disable            leave a plugin out
        plugin new                write the package of a new plugin
        plugin check              try a package as plugin add would
        plugin doctor             what became of each plugin, why, and what to do
        memory list               list what agents remember
        memory show               show one fact
        memory store              remember a fact
        memory recall             search what is remembered
        memory delete             remove one fact
        memory clear              remove every fact of a scope
        config get                show a setting
        config set                write a setting
        config unset              let the default of a setting hold again
        config list               list all settings and where they come from
        config path               where settings.json is
        init                      make the home: database and skills
        info                      where CAO keeps things, and the session you are in
        completion                complete commands with Tab in your shell
        server start              start the server in the background
        server stop               stop the server; agents go on
        server status             whether the server runs, and where
        server logs               show the server's log
        mcp-server                serve the agent tools over stdio
        ops-mcp-server            serve the operations tools over stdio
        demo                      watch a conductor and three workers at work

      Options:
        -h, --help                show this help
        -V, --version             show the version

      Examples:
        cao demo
        cao launch --agents code_supervisor --provider claude_code
        cao session status cao-my-task --workers

      cao COMMAND --help shows the options and examples of one command.
      "
    `);
  });
  it.each(['session', 'terminal', 'profile', 'env', 'skills', 'memory', 'server'])(
    'is there for the group %s',
    async (group) => {
      expect(await help(group)).toContain(`Usage: cao ${group} COMMAND`);
      expect((await cao([group])).code).toBe(0);
    },
  );
  it('is shown without any word', async () => {
    expect((await cao([])).out).toBe(await help());
  });
  it('shows only the commands of a group', async () => {
    expect(await help('session')).toMatchInlineSnapshot(`
      "Usage: cao session COMMAND [options]

      Commands:
        list                      list active sessions
        status                    a session's conductor and last response
        send                      send a message and wait for the answer
        answer                    answer the question an agent asks
        resume                    start ended agents again with their conversations

      cao session COMMAND --help shows examples.
      "
    `);
  });
});

describe('help of each command', () => {
  it('launch', async () =>
    expect(await help('launch')).toMatchInlineSnapshot(`
      "Usage: cao launch --agents PROFILE [options] [MESSAGE]

      Starts a session with one agent, its conductor, and puts your terminal onto it. With --headless it stays in the background.
      Starts cao-server when none is running.

      Arguments:
        MESSAGE                   first task, sent when the agent is ready

      Options:
        --agents PROFILE          profile to launch (required)
        --session-name NAME       name of the session; cao- is put in front
        --headless                do not attach; needed for scripts and agents
        --provider NAME           agent CLI to use; the profile's, else kiro_cli, unless given
        --working-directory DIR   directory of the agent; here unless given
        --yolo                    all tools, no questions
        --auto-approve            start without asking, keep the restrictions
        --allowed-tools TOOL      tools instead of the profile's (may be repeated)
        --model MODEL             model for the agent CLI
        --memory                  also start a memory_manager beside it
        --env KEY=VALUE           variable for every agent of the session (may be repeated)
        --async                   with a message: do not wait for the answer
        --timeout N               wait at most N seconds for the answer; 300 unless given
        -h, --help                show this help

      Examples:
        cao launch --agents code_supervisor --provider claude_code
        # in the background, from a script or an agent
        cao launch --agents code_supervisor --headless --yolo --session-name my-task \\
          --working-directory '/path/to/project' "Build a hello-world script, then have it reviewed"
        cao launch --agents developer --env STAGE=test --allowed-tools fs_read --allowed-tools fs_list

      Exit codes:
        0                         done
        1                         failed, or no server
        2                         wrong usage
        3                         the agent asks a question, which is printed
        4                         time is up; the agent goes on
        130                       Ctrl-C; the agent goes on
      "
    `));
  it('attach', async () =>
    expect(await help('attach')).toMatchInlineSnapshot(`
    "Usage: cao attach [options] TARGET

    Puts your terminal onto an agent: you see what it draws and type what it reads. Leave with Ctrl-\\ then d; the agent goes on.
    Others may look at the same time; Ctrl-\\ then c makes your size count. A restart of the server only interrupts the picture.

    Arguments:
      TARGET                    terminal id, or a session's name for its conductor

    Options:
      --read-only               look only: nothing you type reaches the agent
      -h, --help                show this help

    Examples:
      cao attach cao-my-task
      # watch one worker
      cao attach ab12cd34 --read-only
    "
  `));
  it('session list', async () =>
    expect(await help('session', 'list')).toMatchInlineSnapshot(`
    "Usage: cao session list [options]

    Lists active sessions with their conductor and its status.

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao session list
      cao session list --json
    "
  `));
  it('session status', async () =>
    expect(await help('session', 'status')).toMatchInlineSnapshot(`
      "Usage: cao session status [options] SESSION

      Shows a session's conductor (or one terminal), why it has its status, who waits for whom and since when, and its last response.

      Arguments:
        SESSION                   session name, as cao-my-task

      Options:
        --terminal ID             show this terminal instead of the conductor
        --workers                 also list the workers
        --json                    print JSON, the last response in full
        -h, --help                show this help

      Examples:
        cao session status cao-my-task
        cao session status cao-my-task --workers
        # terminal ids for scripts
        cao session status cao-my-task --json
      "
    `));
  it('session send', async () =>
    expect(await help('session', 'send')).toMatchInlineSnapshot(`
    "Usage: cao session send [options] SESSION MESSAGE

    Sends a message to the conductor (or one terminal), waits for the answer to exactly this message, and prints it.

    Arguments:
      SESSION                   session name, as cao-my-task
      MESSAGE                   text for the agent, passed on as it is

    Options:
      --terminal ID             send to this terminal of the session
      --async                   return once the message was sent
      --timeout N               wait at most N seconds; 300 unless given
      -h, --help                show this help

    Examples:
      cao session send cao-my-task "Now add tests"
      cao session send cao-my-task "Go on" --timeout 1800
      cao session send cao-my-task "How far are you?" --terminal ab12cd34 --async

    Exit codes:
      0                         done
      1                         failed, or no server
      2                         wrong usage
      3                         the agent asks a question, which is printed
      4                         time is up; the agent goes on
      130                       Ctrl-C; the agent goes on
    "
  `));
  it('session answer', async () =>
    expect(await help('session', 'answer')).toMatchInlineSnapshot(`
    "Usage: cao session answer [options] SESSION ANSWER

    Answers the question the conductor (or one terminal) asks: the key or the label of a choice, or text where it takes text.

    Arguments:
      SESSION                   session name, as cao-my-task
      ANSWER                    key, label or text

    Options:
      --terminal ID             answer this terminal of the session
      -h, --help                show this help

    Examples:
      cao session answer cao-my-task 1
      cao session answer cao-my-task 'Yes, proceed' --terminal ab12cd34
    "
  `));
  it('terminal explain', async () =>
    expect(await help('terminal', 'explain')).toMatchInlineSnapshot(`
    "Usage: cao terminal explain [options] ID

    Shows why a terminal has its status: what was seen, by which source, what decided, and what speaks against it.

    Arguments:
      ID                        terminal id

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao terminal explain ab12cd34
      cao terminal explain ab12cd34 --json
    "
  `));
  it('shutdown', async () =>
    expect(await help('shutdown')).toMatchInlineSnapshot(`
    "Usage: cao shutdown [options]

    Ends one session or all of them, with every agent in them.

    Options:
      --session NAME            end this session
      --all                     end all sessions
      -h, --help                show this help

    Examples:
      cao shutdown --session cao-my-task
      cao shutdown --all
    "
  `));
  it('install', async () =>
    expect(await help('install')).toMatchInlineSnapshot(`
      "Usage: cao install [options] SOURCE

      Installs an agent profile: one that ships with CAO, a Markdown file, or an https address on an allowed host. A CLI that keeps agents of its own gets it as one of them.
      Works without a server, for every provider.

      Arguments:
        SOURCE                    profile name, path of a .md file, or https URL

      Options:
        --provider NAME           agent CLI that will run it; the profile's, else kiro_cli, unless given
        --env KEY=VALUE           value for \${KEY} in profiles, kept in .env of the CAO home (may be repeated)
        --force                   replace an agent of that name in the CLI's own store that is not CAO's
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao install code_supervisor
        cao install ./my-agent.md --env API_BASE=https://api.example
        cao install https://raw.githubusercontent.com/me/agents/main/writer.md --provider q_cli
      "
    `));
  it('profile list', async () =>
    expect(await help('profile', 'list')).toMatchInlineSnapshot(`
    "Usage: cao profile list [options]

    Lists the profiles of this machine: those that ship, your own, installed ones, and those of agent CLIs. Works without a server.

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao profile list
      cao profile list --json
    "
  `));
  it('profile show', async () =>
    expect(await help('profile', 'show')).toMatchInlineSnapshot(`
    "Usage: cao profile show [options] NAME

    Shows one profile with the tools it gets. A file that is no valid profile is reported with line and field. Works without a server.

    Arguments:
      NAME                      profile name, or path of a .md file

    Options:
      --json                    print the whole profile as JSON
      -h, --help                show this help

    Examples:
      cao profile show developer
      cao profile show ./my-agent.md --json
    "
  `));
  it('memory list', async () =>
    expect(await help('memory', 'list')).toMatchInlineSnapshot(`
    "Usage: cao memory list [options]

    Lists what is remembered, newest first, at most 100: global facts and those of the project of this folder, unless another scope is named.
    Works without a server.

    Options:
      --scope SCOPE             global|project|session|agent
      --scope-id ID             one project, session or profile of the scope
      --type TYPE               user|feedback|project|reference
      --all                     every project, session and agent
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao memory list
      cao memory list --scope session --scope-id cao-my-task
      cao memory list --all --type feedback --json
    "
  `));

  it('memory show', async () =>
    expect(await help('memory', 'show')).toMatchInlineSnapshot(`
    "Usage: cao memory show [options] KEY

    Shows one fact. Looks in the project of this folder first, then among global facts, sessions and agents.

    Arguments:
      KEY                       name of the fact

    Options:
      --scope SCOPE             global|project|session|agent
      --scope-id ID             one project, session or profile of the scope
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao memory show testing-framework
      cao memory show testing-framework --json
    "
  `));

  it('memory store', async () =>
    expect(await help('memory', 'store')).toMatchInlineSnapshot(`
    "Usage: cao memory store [options] CONTENT

    Remembers a fact, as an agent does with memory_store. A key that exists gets the new text in front of the old.

    Arguments:
      CONTENT                   the fact

    Options:
      --key KEY                 name of the fact; made from its first words unless given
      --scope SCOPE             global|project|session|agent; project unless given
      --scope-id ID             one project, session or profile of the scope
      --type TYPE               user|feedback|project|reference; project unless given
      --tags TAGS               words to find it by, separated by commas
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao memory store "Tests run with pytest" --key testing-framework --type feedback
      cao memory store "Short answers, please" --scope global --type user
    "
  `));

  it('memory recall', async () =>
    expect(await help('memory', 'recall')).toMatchInlineSnapshot(`
    "Usage: cao memory recall [options] QUERY

    Searches what is remembered, as an agent does with memory_recall: for the project of this folder, and everywhere.

    Arguments:
      QUERY                     words to search for

    Options:
      --scope SCOPE             global|project|session|agent
      --type TYPE               user|feedback|project|reference
      --mode MODE               metadata (every word) | bm25 (best match first) | hybrid, the default
      --limit N                 at most N, up to 100; 10 unless given
      --json                    print JSON, with the facts themselves
      -h, --help                show this help

    Examples:
      cao memory recall "test framework"
      cao memory recall deploy --mode bm25 --json
    "
  `));

  it('memory delete', async () =>
    expect(await help('memory', 'delete')).toMatchInlineSnapshot(`
    "Usage: cao memory delete [options] KEY

    Removes one fact with its history.

    Arguments:
      KEY                       name of the fact

    Options:
      --scope SCOPE             global|project|session|agent; project unless given
      --scope-id ID             one project, session or profile of the scope
      -y, --yes                 do not ask
      -h, --help                show this help

    Examples:
      cao memory delete testing-framework
      cao memory delete short-answers --scope global --yes
    "
  `));

  it('memory clear', async () =>
    expect(await help('memory', 'clear')).toMatchInlineSnapshot(`
    "Usage: cao memory clear --scope SCOPE [options]

    Removes every fact of a scope, at most 1000 at once. Of projects only the one of this folder, of sessions and agents all, unless one is named.

    Options:
      --scope SCOPE             global|project|session|agent (required)
      --scope-id ID             one project, session or profile of the scope
      -y, --yes                 do not ask
      -h, --help                show this help

    Examples:
      cao memory clear --scope project
      cao memory clear --scope session --scope-id cao-my-task --yes
    "
  `));

  it('server start', async () =>
    expect(await help('server', 'start')).toMatchInlineSnapshot(`
    "Usage: cao server start [options]

    Starts cao-server in the background and waits until it answers. Does nothing when it is up already.
    With --foreground it runs here until Ctrl-C.

    Options:
      --host HOST               address to listen on; 127.0.0.1 unless CAO_API_HOST says otherwise
      --port PORT               port to listen on; 9889 unless CAO_API_PORT says otherwise
      --foreground              run here instead of in the background
      -h, --help                show this help

    Examples:
      cao server start
      cao server start --port 9900 --foreground
    "
  `));
  it('server stop', async () =>
    expect(await help('server', 'stop')).toMatchInlineSnapshot(`
    "Usage: cao server stop [options]

    Stops the server of this home and waits until it is gone. Agents go on in their terminals; the next server finds them again.
    With --with-agents they end too.

    Options:
      --with-agents             also end the terminal host with every agent in it
      -h, --help                show this help

    Examples:
      cao server stop
      # leave nothing running
      cao server stop --with-agents
    "
  `));
  it('server status', async () =>
    expect(await help('server', 'status')).toMatchInlineSnapshot(`
    "Usage: cao server status [options]

    Shows whether the server runs, and where. Exit code 1 when it does not.

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao server status
      cao server status --json
    "
  `));
  it('server logs', async () =>
    expect(await help('server', 'logs')).toMatchInlineSnapshot(`
    "Usage: cao server logs [options]

    Prints the end of the server's newest log.

    Options:
      -n, --lines N             how many lines; 50 unless given
      -f, --follow              go on printing what is added, until Ctrl-C
      -h, --help                show this help

    Examples:
      cao server logs
      cao server logs --follow
    "
  `));
  it('mcp-server', async () =>
    expect(await help('mcp-server')).toMatchInlineSnapshot(`
    "Usage: cao mcp-server [options]

    Serves the agent tools (handoff, assign, send_message, …) over stdio, for agent command lines that cannot reach them over HTTP.
    The same program as cao-mcp-server. Meant to be started by an agent, inside a session; prints nothing of its own on stdout.

    Options:
      -h, --help                show this help

    Examples:
      # as the command of an MCP server entry
      cao mcp-server
    "
  `));
  it('demo', async () =>
    expect(await help('demo')).toMatchInlineSnapshot(`
      "Usage: cao demo [options] [TASK]

      Shows a team at work: a conductor hands off to one worker, assigns to two more at the same time, gets their reports and
      combines them. Played by a scripted agent unless --provider names a real one. On a terminal the server stays up until Ctrl-C.

      Arguments:
        TASK                      task for the conductor, instead of the script

      Options:
        --provider NAME           agent CLI to use; mock_cli unless given
        --once                    end after the result and leave nothing running that was not before
        -h, --help                show this help

      Examples:
        cao demo
        cao demo --once
        cao demo --provider claude_code "Write a haiku each about pipes and sockets, then combine them"

      Exit codes:
        0                         done
        1                         failed, or no server
        2                         wrong usage
        130                       Ctrl-C
      "
    `));

  it('flow add', async () =>
    expect(await help('flow', 'add')).toMatchInlineSnapshot(`
    "Usage: cao flow add [options] FILE

    Makes a Markdown file a flow: a session that starts by itself. The file stays where it is, and what you change in it counts at once.
    Between two lines of ---: name, schedule (cron: minute hour day-of-month month weekday, 0 and 7 are Sunday), agent_profile; if wanted time_zone, provider, working_directory, overlap (skip or replace), missed (run or skip), and script: a program that prints {"execute": true, "output": {"name": "value"}} within 30 seconds. Below: the prompt, with [[name]] where a value of the script goes.

    Arguments:
      FILE                      path of a flow file

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao flow add ./nightly-review.md
    "
  `));
  it('flow list', async () =>
    expect(await help('flow', 'list')).toMatchInlineSnapshot(`
    "Usage: cao flow list [options]

    Lists flows by their next run. Times are those of your time zone.

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao flow list
      cao flow list --json
    "
  `));
  it('flow run', async () =>
    expect(await help('flow', 'run')).toMatchInlineSnapshot(`
      "Usage: cao flow run [options] NAME

      Runs a flow now, whether it is enabled or not: its script, then its session. Ends when the session was started; the agent goes on.

      Arguments:
        NAME                      name of the flow

      Options:
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao flow run nightly-review
        # with the session, for cao session status
        cao flow run nightly-review --json
      "
    `));
  it('flow history', async () =>
    expect(await help('flow', 'history')).toMatchInlineSnapshot(`
    "Usage: cao flow history [options] NAME

    Lists the runs of a flow, newest first, with what became of them and their sessions. A removed flow keeps its history.
    running: its agent is at work; completed; skipped: its script said no; busy: the run before was still at work; failed.

    Arguments:
      NAME                      name of the flow

    Options:
      --limit N                 how many, at most 200; 20 unless given
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao flow history nightly-review
      cao flow history nightly-review --json
    "
  `));
  it('flow enable', async () =>
    expect(await help('flow', 'enable')).toMatchInlineSnapshot(`
    "Usage: cao flow enable [options] NAME

    Lets a flow run at its times again, from now on.

    Arguments:
      NAME                      name of the flow

    Options:
      -h, --help                show this help

    Examples:
      cao flow enable nightly-review
    "
  `));
  it('flow disable', async () =>
    expect(await help('flow', 'disable')).toMatchInlineSnapshot(`
    "Usage: cao flow disable [options] NAME

    Lets a flow rest until it is enabled again. 'cao flow run' still runs it.

    Arguments:
      NAME                      name of the flow

    Options:
      -h, --help                show this help

    Examples:
      cao flow disable nightly-review
    "
  `));
  it('flow remove', async () =>
    expect(await help('flow', 'remove')).toMatchInlineSnapshot(`
    "Usage: cao flow remove [options] NAME

    Removes a flow. A file you added stays, one that was made over HTTP goes with it; its session and its history stay.

    Arguments:
      NAME                      name of the flow

    Options:
      -h, --help                show this help

    Examples:
      cao flow remove nightly-review
    "
  `));
  it('profile find', async () =>
    expect(await help('profile', 'find')).toMatchInlineSnapshot(`
    "Usage: cao profile find [options] QUERY

    Finds profiles by words of their name, tags, capabilities and description, best first. Instructions are not searched. Works without a server.

    Arguments:
      QUERY                     words to look for

    Options:
      --limit N                 at most N; 10 unless given
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao profile find review
      cao profile find "data analysis" --limit 3 --json
    "
  `));
  it('profile create', async () =>
    expect(await help('profile', 'create')).toMatchInlineSnapshot(`
    "Usage: cao profile create [options] NAME

    Writes a profile to begin with, into the store of your own profiles or another folder. It is complete: it can be launched at once and edited at any time. Works without a server.

    Arguments:
      NAME                      name of the profile and of its file

    Options:
      --description TEXT        what it is for, in a sentence
      --role ROLE               supervisor, reviewer, developer, or one of your own
      --provider NAME           agent CLI that always runs it
      --model MODEL             model for that CLI
      --skill NAME              skills it is told of, also as release-*; all unless given (may be repeated)
      --from PROFILE            profile whose fields and instructions it begins with
      --output-dir DIR          folder of the file, instead of the store
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao profile create writer --description "Writes release notes" --role developer
      cao profile create my_developer --from developer --provider codex
      cao profile create writer --output-dir ./agents
    "
  `));
  it('profile validate', async () =>
    expect(await help('profile', 'validate')).toMatchInlineSnapshot(`
      "Usage: cao profile validate [options] NAME

      Checks a profile: every mistake with file, line, field and what was expected, and what in it has no effect. Works without a server.

      Arguments:
        NAME                      profile name, or path of a .md file

      Options:
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao profile validate ./my-agent.md
        cao profile validate writer --json

      Exit codes:
        0                         done
        1                         it cannot be launched as it is
        2                         wrong usage
      "
    `));
  it('env set', async () =>
    expect(await help('env', 'set')).toMatchInlineSnapshot(`
    "Usage: cao env set [options] KEY VALUE

    Sets the value for \${KEY} in profiles. It is kept in .env of the CAO home, which only you can read; profiles and the API show the placeholder.

    Arguments:
      KEY                       name of the placeholder
      VALUE                     what stands for it when an agent starts

    Options:
      -h, --help                show this help

    Examples:
      cao env set API_BASE https://api.example
      cao env set NOTE -- --starts-with-dashes
    "
  `));
  it('env get', async () =>
    expect(await help('env', 'get')).toMatchInlineSnapshot(`
    "Usage: cao env get [options] KEY

    Prints the value that stands for \${KEY} in profiles.

    Arguments:
      KEY                       name of the placeholder

    Options:
      -h, --help                show this help

    Examples:
      cao env get API_BASE
    "
  `));
  it('env list', async () =>
    expect(await help('env', 'list')).toMatchInlineSnapshot(`
    "Usage: cao env list [options]

    Lists the values for placeholders in profiles, in clear text.

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao env list
      cao env list --json
    "
  `));
  it('env unset', async () =>
    expect(await help('env', 'unset')).toMatchInlineSnapshot(`
    "Usage: cao env unset [options] KEY

    Takes the value for \${KEY} away. One that has none is no mistake.

    Arguments:
      KEY                       name of the placeholder

    Options:
      -h, --help                show this help

    Examples:
      cao env unset API_BASE
    "
  `));
  it('skills list', async () =>
    expect(await help('skills', 'list')).toMatchInlineSnapshot(`
    "Usage: cao skills list [options]

    Lists the skills that agents of CAO are told of; they read one with the load_skill tool. What lies there and is no skill is told on stderr. Works without a server.

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao skills list
      cao skills list --json
    "
  `));
  it('skills add', async () =>
    expect(await help('skills', 'add')).toMatchInlineSnapshot(`
    "Usage: cao skills add [options] FOLDER

    Copies a skill into the store, from where every agent that is started afterwards is told of it. A skill is a folder NAME with a file SKILL.md whose front matter has name: NAME and a description.
    Works without a server. For the skills of your own agent CLI: cao skills install.

    Arguments:
      FOLDER                    folder of the skill

    Options:
      --force                   replace a skill of that name
      -h, --help                show this help

    Examples:
      cao skills add ./release-notes
      cao skills add ./release-notes --force
    "
  `));
  it('skills remove', async () =>
    expect(await help('skills', 'remove')).toMatchInlineSnapshot(`
    "Usage: cao skills remove [options] NAME

    Takes a skill out of the store. One that ships with CAO stays away until it is added again.

    Arguments:
      NAME                      name of the skill

    Options:
      -h, --help                show this help

    Examples:
      cao skills remove release-notes
    "
  `));
  it('skills install', async () =>
    expect(await help('skills', 'install')).toMatchInlineSnapshot(`
      "Usage: cao skills install --for PROVIDER [options] [NAME]

      Copies CAO's skills into the folder from which an agent CLI reads your own, so that the agent you work with yourself knows CAO: cao-session-management for working with sessions, cao-plugin and cao-provider for extending it.
      What is there under the same name and differs stays as it is; --force replaces it.

      Arguments:
        NAME                      one skill; all of the store unless given

      Options:
        --for PROVIDER            agent CLI: claude_code, codex, kiro_cli, … (required)
        --force                   replace skills of the same name
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao skills install --for claude_code
        cao skills install cao-session-management --for codex
        cao skills install --for kiro_cli --force

      Exit codes:
        0                         done
        1                         failed, or something was left as it is
        2                         wrong usage
      "
    `));

  it('config get', async () =>
    expect(await help('config', 'get')).toMatchInlineSnapshot(`
    "Usage: cao config get [options] KEY

    Prints what a setting is right now: its CAO_* variable, else settings.json, else the default. Works without a server.

    Arguments:
      KEY                       dotted name, from cao config list

    Options:
      --json                    print JSON, with where the value comes from
      --show-secrets            also show values that may be secrets
      -h, --help                show this help

    Examples:
      cao config get server.port
      cao config get network.allowed_hosts --json
    "
  `));

  it('config set', async () =>
    expect(await help('config', 'set')).toMatchInlineSnapshot(`
    "Usage: cao config set [options] KEY VALUE

    Writes a setting into settings.json; everything else in the file stays. The value is checked first: text, a number, true or false, a list as a,b or JSON. A server that runs takes most settings at its next start.

    Arguments:
      KEY                       dotted name, from cao config list
      VALUE                     the value; JSON where it is more than one word

    Options:
      -h, --help                show this help

    Examples:
      cao config set server.port 9900
      cao config set agents.inherit_env MY_TOKEN,CORP_*
      # a role of your own
      cao config set roles.tester '["fs_read", "execute_bash"]'
    "
  `));

  it('config unset', async () =>
    expect(await help('config', 'unset')).toMatchInlineSnapshot(`
    "Usage: cao config unset [options] KEY

    Takes a setting out of settings.json, so that its default holds again. One that is not there is no error.

    Arguments:
      KEY                       dotted name, from cao config list

    Options:
      -h, --help                show this help

    Examples:
      cao config unset server.port
    "
  `));

  it('config list', async () =>
    expect(await help('config', 'list')).toMatchInlineSnapshot(`
    "Usage: cao config list [options]

    Lists every setting: what it is right now, and whether that comes from a CAO_* variable, settings.json or the default. Values that may be secrets are not shown.

    Options:
      --json                    print JSON, with what each setting is for
      --show-secrets            also show values that may be secrets
      -h, --help                show this help

    Examples:
      cao config list
      cao config list --json
    "
  `));

  it('config path', async () =>
    expect(await help('config', 'path')).toMatchInlineSnapshot(`
    "Usage: cao config path [options]

    Prints where settings.json is, whether it exists or not.

    Options:
      -h, --help                show this help

    Examples:
      cao config path
      cao config path | xargs cat
    "
  `));

  it('init', async () =>
    expect(await help('init')).toMatchInlineSnapshot(`
    "Usage: cao init [options]

    Makes CAO's home: the database, and the skills that ship with CAO. Not needed, since the server does it at its first start; never replaces what is there.

    Options:
      -h, --help                show this help

    Examples:
      cao init
    "
  `));

  it('info', async () =>
    expect(await help('info')).toMatchInlineSnapshot(`
    "Usage: cao info [options]

    Shows where CAO keeps things, whether its server runs, and the session you are in when you are inside one. Never fails because the server is away.

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao info
      cao info --json
    "
  `));

  it('completion', async () =>
    expect(await help('completion')).toMatchInlineSnapshot(`
    "Usage: cao completion [options] SHELL

    Prints the script with which your shell completes cao: commands, options, and the names of sessions, terminals, profiles, providers, skills and settings.

    Arguments:
      SHELL                     bash, zsh, fish

    Options:
      -h, --help                show this help

    Examples:
      # in ~/.bashrc: source <(cao completion bash)
      cao completion bash
      # in ~/.zshrc, after compinit: source <(cao completion zsh)
      cao completion zsh
      # in ~/.config/fish/config.fish
      cao completion fish | source
    "
  `));

  it('terminal interrupt', async () =>
    expect(await help('terminal', 'interrupt')).toMatchInlineSnapshot(`
    "Usage: cao terminal interrupt [options] ID

    Stops what an agent is doing, as Escape at its keyboard does; it stays and takes the next message. For one that hangs: its status says since when. Whoever waits for its answer is told.

    Arguments:
      ID                        terminal id

    Options:
      -h, --help                show this help

    Examples:
      cao terminal interrupt ab12cd34
    "
  `));

  it('terminal restore', async () =>
    expect(await help('terminal', 'restore')).toMatchInlineSnapshot(`
    "Usage: cao terminal restore [options] ID

    Prints what a deleted terminal had on its screen and above it, and says on stderr what it was. Starts no agent and needs no server; kept for 14 days. To go on with an agent that ended: cao session resume.

    Arguments:
      ID                        terminal id

    Options:
      --json                    print JSON, the text included
      -h, --help                show this help

    Examples:
      cao terminal restore ab12cd34 | less
      cao terminal restore ab12cd34 --json
    "
  `));

  it('ops-mcp-server', async () =>
    expect(await help('ops-mcp-server')).toMatchInlineSnapshot(`
    "Usage: cao ops-mcp-server [options]

    Serves the operations tools over stdio: profiles, launch, send, wait, status, answers, shutdown. For an agent outside every session, which starts teams of agents and looks after them.
    The same program as cao-ops-mcp-server, but starts cao-server first when none is running. Prints nothing of its own on stdout.

    Options:
      -h, --help                show this help

    Examples:
      # as the command of an MCP server entry; for Claude Code: claude mcp add cao-ops -- cao ops-mcp-server
      cao ops-mcp-server
    "
  `));

  it('session resume', async () =>
    expect(await help('session', 'resume')).toMatchInlineSnapshot(`
      "Usage: cao session resume [options] SESSION

      Starts ended agents of a session again, each with the conversation it had: after a crash of an agent CLI, of the terminal host, or of the machine.

      Arguments:
        SESSION                   session name, as cao-my-task

      Options:
        --terminal ID             resume this terminal of the session only
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao session resume cao-my-task
        cao session resume cao-my-task --terminal ab12cd34

      Exit codes:
        0                         done
        1                         an agent could not be resumed
        2                         wrong usage
      "
    `));
  it('terminal capture', async () =>
    expect(await help('terminal', 'capture')).toMatchInlineSnapshot(`
      "Usage: cao terminal capture [options] ID DIR

      Writes what a terminal shows now as a case for its provider's tests: the screen, its size, cursor and title, the lines its hooks wrote, and what the provider reads in them. Correct expected.json by hand where that is wrong, or say with --state what you see: the folder is then a whole bug report.
      Screens and hooks hold paths and prompts: look through them before you share them.

      Arguments:
        ID                        terminal id
        DIR                       folder of the case, new or empty

      Options:
        --state STATE             what it really is: starting, ready, busy, waiting, unknown; as it is read unless given
        --note TEXT               what is to be seen, kept in meta.json
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao terminal capture ab12cd34 test/fixtures/screens/idle
        cao terminal capture ab12cd34 test/fixtures/screens/asks --state waiting --note "asks before it runs"
      "
    `));
  it('provider list', async () =>
    expect(await help('provider', 'list')).toMatchInlineSnapshot(`
      "Usage: cao provider list [options]

      Lists the agent CLIs CAO can drive: which are installed here, and on which versions each was proven.

      Options:
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao provider list
        cao provider list --json
      "
    `));
  it('provider doctor', async () =>
    expect(await help('provider', 'doctor')).toMatchInlineSnapshot(`
      "Usage: cao provider doctor [options] [NAME]

      Looks at one agent CLI, or at all: program, version, whether that version was proven, whether somebody is signed in, and what mends what is wrong. Nothing is spent.

      Arguments:
        NAME                      provider, as claude_code

      Options:
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao provider doctor
        cao provider doctor claude_code

      Exit codes:
        0                         done
        1                         the named provider, or every one, has a problem
        2                         wrong usage
      "
    `));
  it('provider new', async () =>
    expect(await help('provider', 'new')).toMatchInlineSnapshot(`
      "Usage: cao provider new [options] ID

      Writes the package of a new provider: it builds, passes its tests and drives the scripted program that comes with CAO before you change a line. With --command it starts your CLI, bare, and its tests list what is left to do.
      docs/writing-a-provider.md goes on from there.

      Arguments:
        ID                        id of the provider in snake_case, as goose_cli

      Options:
        --dir DIR                 folder of the package, new or empty; named after it unless given
        --command NAME            your CLI's program, on PATH or as an absolute path
        --name PACKAGE            npm name; cao-provider-<name with dashes> unless given
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao provider new goose_cli --command goose
        # against the scripted program
        cao provider new trial_cli
        cao provider new goose_cli --dir ~/src/goose --name @me/cao-goose --command goose
      "
    `));
  it('provider add', async () =>
    expect(await help('provider', 'add')).toMatchInlineSnapshot(`
      "Usage: cao provider add [options] DIR

      Adds a provider from a folder outside CAO. Its package is checked and loaded once, then listed in settings.json of the CAO home; a running server has it at once.
      Its code runs inside the server: add only what you trust.

      Arguments:
        DIR                       folder of the package, built

      Options:
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao provider add ./goose-cli
        cao provider add . --json
      "
    `));
  it('provider remove', async () =>
    expect(await help('provider', 'remove')).toMatchInlineSnapshot(`
      "Usage: cao provider remove [options] NAME

      Takes a provider that was added with \`cao provider add\` out of settings.json. Its folder stays, and agents that run go on.

      Arguments:
        NAME                      provider id, package name, or folder

      Options:
        -h, --help                show this help

      Examples:
        cao provider remove goose_cli
        cao provider remove ./goose-cli
      "
    `));

  it('plugin list', async () =>
    expect(await help('plugin', 'list')).toMatchInlineSnapshot(`
      "Usage: cao plugin list [options]

      Lists the plugins of this home, and the packages that bring only commands, skills or profiles, where each comes from, and how it stands with the server that runs. Works without one.

      Options:
        --json                    print JSON
        -h, --help                show this help

      Examples:
        cao plugin list
        cao plugin list --json
      "
    `));
  it('plugin info', async () =>
    expect(await help('plugin', 'info')).toMatchInlineSnapshot(`
    "Usage: cao plugin info [options] NAME

    Shows one plugin: its package, where it lies, what it may refuse or change, and from the server that runs the events it hears and which options are set. Values of options are never shown.

    Arguments:
      NAME                      plugin or package

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin info discord
      cao plugin info discord --json
    "
  `));
  it('plugin add', async () =>
    expect(await help('plugin', 'add')).toMatchInlineSnapshot(`
    "Usage: cao plugin add [options] PACKAGE

    Installs a package with plugins or providers into CAO_HOME/plugins with npm and loads it once. When anything goes wrong everything stays as it was. A folder is packed and copied: what changes in it afterwards changes nothing.
    Its code runs inside the server with your rights: add only what you trust. Install scripts of packages do not run unless allowed.

    Arguments:
      PACKAGE                   npm name, name@version, folder, or .tgz file

    Options:
      --allow-scripts           let install scripts run, also those of dependencies
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin add cao-plugin-discord
      # this version, and newer ones only by update
      cao plugin add cao-plugin-discord@1.4.0
      # a copy of a folder, built
      cao plugin add ./my-plugin
    "
  `));
  it('plugin update', async () =>
    expect(await help('plugin', 'update')).toMatchInlineSnapshot(`
    "Usage: cao plugin update [options] [NAME]

    Installs newer versions of what \`cao plugin add\` took from npm, within the range it was added with (the same major version), and loads them once. When anything goes wrong everything stays as it was. A new major version is added by name: cao plugin add NAME@latest.

    Arguments:
      NAME                      plugin or package; all when absent

    Options:
      --allow-scripts           let install scripts run, also those of dependencies
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin update
      cao plugin update discord
    "
  `));
  it('plugin remove', async () =>
    expect(await help('plugin', 'remove')).toMatchInlineSnapshot(`
    "Usage: cao plugin remove [options] NAME

    Takes a package that was added with \`cao plugin add\` out again. Its options stay in settings.json. Agents go on.

    Arguments:
      NAME                      plugin, provider, or package

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin remove discord
      cao plugin remove cao-plugin-discord --json
    "
  `));
  it('plugin enable', async () =>
    expect(await help('plugin', 'enable')).toMatchInlineSnapshot(`
    "Usage: cao plugin enable [options] NAME

    Lets a plugin start with the server again, by plugins.disabled in settings.json.

    Arguments:
      NAME                      plugin

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin enable discord
    "
  `));
  it('plugin disable', async () =>
    expect(await help('plugin', 'disable')).toMatchInlineSnapshot(`
    "Usage: cao plugin disable [options] NAME

    Leaves a plugin out when the server starts, by plugins.disabled in settings.json. It stays installed; nothing of it is loaded.

    Arguments:
      NAME                      plugin

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin disable discord
    "
  `));
  it('plugin doctor', async () =>
    expect(await help('plugin', 'doctor')).toMatchInlineSnapshot(`
    "Usage: cao plugin doctor [options] [NAME]

    Asks the server what became of each plugin: set up or not and why, how many events wait, were delivered, dropped or given up, what its hooks said when they failed, and what to do. Also tells of packages that cannot be used at all.

    Arguments:
      NAME                      plugin or package; all when absent

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin doctor
      cao plugin doctor discord --json

    Exit codes:
      0                         done
      1                         something is wrong with the named plugin, or with one of them
      2                         wrong usage
    "
  `));
  it('plugin new', async () =>
    expect(await help('plugin', 'new')).toMatchInlineSnapshot(`
    "Usage: cao plugin new [options] NAME

    Writes the package of a new plugin: it builds, lints, passes its tests and can be added before you change a line.
    docs/writing-a-plugin.md goes on from there.

    Arguments:
      NAME                      lower-case words with dashes, as call-me

    Options:
      --dir DIR                 folder of the package, new or empty; named after it unless given
      --name PACKAGE            npm name; cao-plugin-<name with dashes> unless given
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin new call-me
      cao plugin new call-me --dir ~/src/call-me --name @me/cao-call-me
    "
  `));
  it('plugin check', async () =>
    expect(await help('plugin', 'check')).toMatchInlineSnapshot(`
    "Usage: cao plugin check [options] PACKAGE

    Does what \`cao plugin add\` would do with a package, in a place of its own that is removed again: packs it, installs it with npm, loads it once, reads its skills and profiles. For authors, before others get it.

    Arguments:
      PACKAGE                   folder, .tgz file, or npm name

    Options:
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao plugin check .
      cao plugin check ./cao-plugin-mine-1.0.0.tgz
    "
  `));
  it('profile new', async () =>
    expect(await help('profile', 'new')).toMatchInlineSnapshot(`
    "Usage: cao profile new [options] NAME

    Writes a package with an agent profile, for others to install with \`cao plugin add\`. For a profile of your own: cao profile create.

    Arguments:
      NAME                      snake_case, as ticket_writer

    Options:
      --dir DIR                 folder of the package, new or empty; named after it unless given
      --name PACKAGE            npm name; cao-profile-<name with dashes> unless given
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao profile new ticket_writer
      cao profile new ticket_writer --name @me/ticket-writer
    "
  `));
  it('skills new', async () =>
    expect(await help('skills', 'new')).toMatchInlineSnapshot(`
    "Usage: cao skills new [options] NAME

    Writes a package with a skill, for others to install with \`cao plugin add\`. For a skill of your own: cao skills add FOLDER.

    Arguments:
      NAME                      lower-case words with dashes, as ticket-style

    Options:
      --dir DIR                 folder of the package, new or empty; named after it unless given
      --name PACKAGE            npm name; cao-skill-<name with dashes> unless given
      --json                    print JSON
      -h, --help                show this help

    Examples:
      cao skills new ticket-style
      cao skills new ticket-style --dir ~/src/ticket-style
    "
  `));
  it.each(visible.map(({ path }) => path.join(' ')))('is pinned above for %s', (name) => {
    expect(pinned).toContain(name);
  });

  it.each(visible.map(({ path }) => [path.join(' '), path] as const))('has examples of %s', async (name, path) => {
    const [, after = ''] = (await help(...path)).split('\nExamples:\n');
    const [section = ''] = after.split('\n\n');
    const examples = section.split('\n').filter((line) => /^ {2}[^ #]/.test(line));
    expect(examples).not.toEqual([]);
    expect(examples.filter((line) => !`${line} `.startsWith(`  cao ${name} `))).toEqual([]);
  });

  it.each(hidden.map(({ path }) => [path.join(' '), path] as const))(
    'of the second name %s is that of the first',
    async (name, path) => {
      const [second, word = ''] = path;
      const first = second === 'skill' ? 'skills' : 'flow';
      const ofFirst = await help(first, word);
      expect(await help(...path)).toBe(ofFirst.replace(`Usage: cao ${first} ${word}`, `Usage: cao ${name}`));
    },
  );
});
