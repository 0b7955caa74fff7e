export { createNodeChannel, type Channel } from './channel.ts';
export { createMcpEndpoint, type McpEndpoint, type McpEndpointOptions, type McpRequest } from './endpoint.ts';
export { agentKit, operatorKit, type ToolKit } from './kit.ts';
export { STREAM_TIMES, type StreamTimes } from './stream.ts';
export type { ToolCall, ToolCallRequest, ToolHost, ToolResult } from './tool-host.ts';
export type { ToolServerOptions } from './tool-server.ts';
export { toolTable, type Tool, type ToolOptions } from './tools.ts';
