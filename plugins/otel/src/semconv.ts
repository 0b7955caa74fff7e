/**
 * Names of the OpenTelemetry semantic conventions for generative AI and messaging. They are still in development there, which is
 * why libraries are asked to copy them; a test compares them with the official package.
 */
export const NAMES = {
  agentId: 'gen_ai.agent.id',
  agentName: 'gen_ai.agent.name',
  conversationId: 'gen_ai.conversation.id',
  inputMessages: 'gen_ai.input.messages',
  operation: 'gen_ai.operation.name',
  outputMessages: 'gen_ai.output.messages',
  provider: 'gen_ai.provider.name',
  toolCallId: 'gen_ai.tool.call.id',
  toolName: 'gen_ai.tool.name',
  toolType: 'gen_ai.tool.type',
  errorType: 'error.type',
  messagingSystem: 'messaging.system',
  destination: 'messaging.destination.name',
  messageId: 'messaging.message.id',
  messagingOperation: 'messaging.operation.name',
  messagingOperationType: 'messaging.operation.type',
} as const;

export const METRICS = {
  /** Seconds of turns. */
  operationDuration: 'gen_ai.client.operation.duration',
  jobDuration: 'cao.job.duration',
  deliveryDuration: 'cao.message.delivery.duration',
  questions: 'cao.agent.questions',
  flowRuns: 'cao.flow.runs',
} as const;

/** Seconds, as the conventions advise for operations of models; the rest for agents, which take minutes. */
export const DURATION_BUCKETS = [0.1, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120];
