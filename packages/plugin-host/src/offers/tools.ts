import type { OfferedTool } from '@cao/contracts';
import type { Plugin, PluginTool } from '@cao/plugin-sdk';
import { messageOf } from '../finding-book.ts';

/** A tool of a plugin and how it is run. */
export interface HostedTool extends OfferedTool {
  readonly limitMs: number;
  readonly run: PluginTool['run'];
}

const NAME = /^[a-z][a-z0-9_]{0,29}$/;
/** What MCP clients and model APIs take. */
const MAX_FULL_NAME = 64;
const MAX_DESCRIPTION = 4000;
const MAX_SCHEMA_CHARS = 20_000;
const [DEFAULT_SECONDS, MAX_SECONDS] = [60, 3600];

/** The tools of a plugin. Throws an Error that names the first one that no agent could use. */
export function toolsOf(plugin: Plugin, pluginName: string): readonly HostedTool[] {
  return Object.entries(plugin.tools ?? {}).map(([name, tool]) => {
    try {
      return hosted(pluginName, name, tool);
    } catch (error) {
      throw new Error(`its tool ${JSON.stringify(name)} ${messageOf(error)}`, { cause: error });
    }
  });
}

function hosted(plugin: string, shortName: string, tool: PluginTool): HostedTool {
  const name = `${plugin.replaceAll(/[.-]/g, '_')}_${shortName}`;
  const {
    description,
    title = shortName.replaceAll('_', ' '),
    readOnly = false,
    timeLimitSeconds = DEFAULT_SECONDS,
  } = tool;
  if (!NAME.test(shortName)) throw new Error('needs a name of lower-case letters, digits and _, 30 at most');
  if (name.length > MAX_FULL_NAME) throw new Error(`is called ${name}: more than ${MAX_FULL_NAME} characters`);
  if (typeof description !== 'string' || description.trim() === '' || description.length > MAX_DESCRIPTION)
    throw new Error(`needs a description of at most ${MAX_DESCRIPTION} characters`);
  if (typeof tool.run !== 'function') throw new Error('has no function "run"');
  if (!(timeLimitSeconds > 0 && timeLimitSeconds <= MAX_SECONDS))
    throw new Error(`needs a timeLimitSeconds of at most ${MAX_SECONDS}`);
  return {
    name,
    plugin,
    title,
    description,
    readOnly,
    inputSchema: schemaOf(tool),
    limitMs: timeLimitSeconds * 1000,
    run: (input, context) => tool.run(input, context),
    check: (given) => checked(tool, given),
  };
}

function schemaOf({ input }: PluginTool): Readonly<Record<string, unknown>> {
  const convert = input['~standard'].jsonSchema?.input;
  if (convert === undefined) throw new Error('has an input that cannot be told as JSON Schema; zod can from 4.2 on');
  const schema = convert({ target: 'draft-2020-12' });
  if (schema['type'] !== 'object') throw new Error('needs an object as input');
  if (JSON.stringify(schema).length > MAX_SCHEMA_CHARS)
    throw new Error('has an input of more than 20 kB of JSON Schema');
  return schema;
}

async function checked(
  { input }: PluginTool,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown> | { problem: string }> {
  const result = await input['~standard'].validate(given);
  if (result.issues === undefined) return result.value as Record<string, unknown>;
  const said = result.issues.map(({ path = [], message }) => {
    const where = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return where === '' ? message : `\`${where}\`: ${message}`;
  });
  return { problem: said.join('; ') };
}
