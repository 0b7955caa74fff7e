import { posix } from 'node:path';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { mergeConfig, mergeTui } from './config.ts';
import { OWN_FILES, kimiHome, SHARED_FILES, SHARED_FOLDERS } from './home.ts';
import { hooksFor } from './hooks.ts';
import { mcpServers } from './mcp-servers.ts';
import { planPython } from './python/launch.ts';
import { toolSettings } from './tools.ts';
import { isAtLeast, isPython, SINCE } from './version.ts';

/** What the launch has to know of the person: the files to which it adds. */
export function userFiles(where: Pick<LaunchRequest, 'home' | 'env'>): readonly string[] {
  return Object.values(OWN_FILES).map((name) => posix.join(kimiHome(where), name));
}

/**
 * Kimi Code takes hooks, servers and instructions from files of its home only. So the terminal gets a home of its own in which
 * everything is a link to the person's, but for four files that hold the person's text and ours.
 */
export function plan(request: LaunchRequest): LaunchPlan {
  if (isPython(request.version)) return planPython(request);
  const of = kimiHome(request);
  const path = posix.join(request.scratch, 'kimi');
  const servers = mcpServers(request, ...textOf(request, OWN_FILES.mcp));
  const { rules, disabled } = toolSettings({
    allowed: request.allowedTools,
    autoApprove: request.autoApprove,
    trusted: servers.trusted,
    ownWord: request.mcp.name,
  });
  const hooks = hooksFor(request.version, request.hookCommand);
  const instructions = instructionsOf(request);
  const files = {
    [OWN_FILES.config]: mergeConfig(...textOf(request, OWN_FILES.config), {
      hooks,
      rules,
      disabled: isAtLeast(request.version, SINCE.toolsSetting) ? disabled : [],
    }),
    [OWN_FILES.tui]: mergeTui(...textOf(request, OWN_FILES.tui)),
    [OWN_FILES.mcp]: servers.file,
    ...(instructions === '' ? {} : { [OWN_FILES.instructions]: instructions }),
  };
  const advisories = advisoriesOf(request);
  return {
    argv: [request.executable, ...flags(request)],
    env: {
      KIMI_CODE_HOME: path,
      KIMI_CODE_NO_AUTO_UPDATE: '1',
      // A check of its own that asks even where every permission was given.
      ...(request.autoApprove ? { KIMI_CODE_DANGEROUS_COMMAND_GUARD: 'false' } : {}),
    },
    mirrors: [{ path, of, except: Object.values(OWN_FILES), also: SHARED_FILES, folders: SHARED_FOLDERS }],
    files: Object.entries(files).map(([name, content]) => ({ path: posix.join(path, name), content })),
    ...(request.resume === undefined ? {} : { conversationId: request.resume }),
    ...(advisories.length > 0 ? { advisories } : {}),
  };
}

function flags({ autoApprove, model, resume }: LaunchRequest): string[] {
  return [
    ...(resume === undefined ? [] : ['--session', resume]),
    ...(autoApprove ? ['--yolo'] : []),
    ...(model === undefined ? [] : ['--model', model]),
  ];
}

/** Path and text of a file of the person's. */
function textOf(request: LaunchRequest, name: string): [path: string, text: string | undefined] {
  const path = posix.join(kimiHome(request), name);
  return [path, request.userFiles[path]];
}

/** The person's own instructions for every session, then those of the profile. */
function instructionsOf(request: LaunchRequest): string {
  const [, own = ''] = textOf(request, OWN_FILES.instructions);
  return [own.trimEnd(), request.systemPrompt].filter((part) => part !== '').join('\n\n');
}

function advisoriesOf({ systemPrompt, version }: LaunchRequest): string[] {
  if (systemPrompt === '' || isAtLeast(version, SINCE.instructionsInHome)) return [];
  return [
    `Kimi Code ${version} reads no instructions from CAO; 0.20 and newer do. The agent starts without its profile.`,
  ];
}
