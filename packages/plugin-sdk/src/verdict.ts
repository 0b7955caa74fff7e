import type { LaunchRequest, MessageRequest, RequestKind, ToolCallRequest } from '@cao/contracts';

/** What a plugin may change of them; who acts upon whom it may not. */
export interface Changes {
  launch: Partial<
    Pick<
      LaunchRequest,
      'agent_profile' | 'provider' | 'working_directory' | 'model' | 'allowed_tools' | 'yolo' | 'message'
    >
  >;
  message: Partial<Pick<MessageRequest, 'message'>>;
  tool_call: Partial<Pick<ToolCallRequest, 'arguments'>>;
}

/** Nothing: go on. The reason of a veto is told to whoever asked; that of a change stands in the event log. */
export type Verdict<K extends RequestKind> =
  | { readonly veto: string }
  | { readonly change: Changes[K]; readonly reason: string }
  | undefined
  | void;
