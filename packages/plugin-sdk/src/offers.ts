import type { EventType, PanelData } from '@cao/contracts';
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import type { HookContext } from './context.ts';

/** A schema of an object that can also be told as JSON Schema: zod from 4.2 on, arktype, and others of Standard JSON Schema. */
export interface ToolSchema<Output = unknown> {
  readonly '~standard': StandardSchemaV1.Props<unknown, Output> & StandardJSONSchemaV1.Props<unknown, Output>;
}

export interface ToolContext<Options = Readonly<Record<string, unknown>>> extends HookContext<Options> {
  /** The agent that calls, and its session. */
  readonly terminalId: string;
  readonly sessionName: string | null;
  /** The same when a call is repeated after a restart. */
  readonly callId: string;
  /** Tells the waiting agent how far it is. */
  readonly progress: (text: string) => void;
}

/** A tool of an agent; it is called `<plugin>_<name>`. */
export interface PluginTool<Input = unknown, Options = Readonly<Record<string, unknown>>> {
  /** Read by the model: what it does, when to use it, what comes back. At most 4000 characters. */
  readonly description: string;
  readonly title?: string;
  readonly input: ToolSchema<Input>;
  /**
   * True when a call changes nothing: then every agent has it. Others are for agents that may run commands, and for those whose
   * `allowedTools` hold `@<plugin>`; and a call that a restart of the server broke off is told to the agent instead of done again.
   */
  readonly readOnly?: boolean;
  /** Of one call; 60 when absent, at most 3600. */
  readonly timeLimitSeconds?: number;
  /** Text, or anything that JSON can hold, at most a megabyte. What it throws the agent reads. */
  run(input: Input, context: ToolContext<Options>): unknown;
}

/** Data that a dashboard shows. Called when somebody looks. */
export interface PluginPanel<Options = Readonly<Record<string, unknown>>> {
  readonly title: string;
  /** After these events the data may be new. */
  readonly refreshOn?: readonly EventType[];
  data(context: HookContext<Options>): PanelData | Promise<PanelData>;
}

/** The tools of a plugin by name, each with the type of its own input. */
export type PluginTools<Inputs, Options> = { readonly [Name in keyof Inputs]: PluginTool<Inputs[Name], Options> };

/** Answers a request below `/plugins/<plugin>/http`, for the owner of the server. Its URL is told without that prefix. */
export type FetchHandler<Options = Readonly<Record<string, unknown>>> = {
  call(request: Request, context: HookContext<Options>): Response | Promise<Response>;
}['call'];
