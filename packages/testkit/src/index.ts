export { startModelEndpoint } from './model/endpoint.ts';
export type { ModelEndpoint, ModelEndpointOptions } from './model/endpoint.ts';
export type { ModelRequest } from './model/log.ts';
export type { Conversation, ConversationItem, OfferedTool } from './model/conversation.ts';
export { bytesText } from './model/move.ts';
