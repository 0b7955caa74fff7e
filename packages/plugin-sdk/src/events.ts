import type { CaoEvent, EventType, OrchestrationType } from '@cao/contracts';

/** What `data` holds for the events whose fields are promised. Other events carry facts that may grow. */
export interface EventData {
  /** A session exists and its first terminal is ready. */
  post_create_session: { readonly session_name: string };
  post_kill_session: { readonly session_name: string };
  /** A terminal's CLI reached its first prompt. */
  post_create_terminal: {
    readonly terminal_id: string;
    readonly agent_name: string | null;
    readonly provider: string;
  };
  post_kill_terminal: { readonly terminal_id: string; readonly agent_name: string | null };
  /** Text of one agent was taken by another. `message` is what the sender wrote, without what CAO wraps around it. */
  post_send_message: {
    /** A terminal id, or a label such as `user`. */
    readonly sender: string;
    readonly receiver: string;
    readonly message: string;
    readonly orchestration_type: OrchestrationType;
  };
}

type DataOf<T extends EventType> = T extends keyof EventData ? EventData[T] : Readonly<Record<string, unknown>>;

/** An event as a hook gets it: a frozen copy. `id` grows by one per event of the whole server. */
export type PluginEvent<T extends EventType = EventType> = Readonly<Omit<CaoEvent, 'type' | 'data'>> & {
  readonly type: T;
  readonly data: DataOf<T>;
};
