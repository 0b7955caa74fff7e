import type { CreateTerminalRequest, LaunchRequest } from '@cao/contracts';
import type { PrepareRequest } from './prepare.ts';

type Asked = Pick<
  CreateTerminalRequest,
  'agent_profile' | 'provider' | 'working_directory' | 'allowed_tools' | 'yolo' | 'model'
>;

/** A launch as plugins are asked about it. */
export function launchRequest(
  asked: Asked,
  about: {
    readonly origin: LaunchRequest['origin'];
    readonly sessionName: string | null;
    readonly callerId?: string | null | undefined;
    readonly message?: string | undefined;
  },
): LaunchRequest {
  return {
    origin: about.origin,
    session_name: about.sessionName,
    caller_id: about.callerId ?? null,
    agent_profile: asked.agent_profile,
    provider: asked.provider ?? null,
    working_directory: asked.working_directory ?? null,
    model: asked.model ?? null,
    allowed_tools: asked.allowed_tools ?? null,
    yolo: asked.yolo ?? null,
    message: about.message ?? null,
  };
}

/** What is prepared when they had their say. */
export function asPrepareRequest(launch: LaunchRequest): Omit<PrepareRequest, 'parent'> {
  return {
    agentProfile: launch.agent_profile,
    provider: launch.provider ?? undefined,
    workingDirectory: launch.working_directory ?? undefined,
    allowedTools: launch.allowed_tools ?? undefined,
    yolo: launch.yolo ?? undefined,
    model: launch.model ?? undefined,
  };
}
