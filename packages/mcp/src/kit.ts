import { operatorTools, OPERATOR_INSTRUCTIONS } from './operator-tools.ts';
import { instructionsFor, toolTable, type Tool, type ToolOptions } from './tools.ts';

/** The tools of one kind of caller, and how they are introduced. */
export interface ToolKit {
  /** Told to clients as the name of the server. */
  readonly serverName: string;
  readonly tools: readonly Tool[];
  /** Read by a model that connects. */
  instructions(callerId: string): string;
}

/** For an agent inside a session. */
export function agentKit(options: ToolOptions): ToolKit {
  return { serverName: 'cao', tools: toolTable(options), instructions: instructionsFor };
}

/** For somebody outside every session, who starts teams and looks after them. */
export function operatorKit(): ToolKit {
  return { serverName: 'cao-ops-mcp', tools: operatorTools(), instructions: () => OPERATOR_INSTRUCTIONS };
}
