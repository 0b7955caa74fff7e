import { z } from 'zod';

export const McpServerConfig = z.looseObject({
  type: z.string().optional(),
  command: z.string().optional(),
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  timeout: z.number().optional(),
});
export type McpServerConfig = z.infer<typeof McpServerConfig>;

/** Front matter of a profile; unknown keys are ignored so that files of newer versions load. */
export const ProfileFrontmatter = z.object({
  name: z.string().min(1).max(64).optional(),
  description: z.string().optional(),
  provider: z.string().optional(),
  role: z.string().optional(),
  allowedTools: z.array(z.string()).optional(),
  mcpServers: z.record(z.string(), McpServerConfig).optional(),
  prompt: z.string().optional(),
  model: z.string().max(128).optional(),
  tools: z.array(z.string()).optional(),
  toolAliases: z.record(z.string(), z.string()).optional(),
  toolsSettings: z.record(z.string(), z.unknown()).optional(),
  resources: z.array(z.string()).optional(),
  hooks: z.record(z.string(), z.unknown()).optional(),
  useLegacyMcpJson: z.boolean().optional(),
  permissionMode: z.enum(['default', 'acceptEdits', 'plan', 'auto', 'bypassPermissions']).optional(),
  native_agent: z.string().min(1).optional(),
  codexProfile: z.string().min(1).optional(),
  /** Names of the skills told to this agent, or patterns with `*`; all of them when absent. */
  skills: z.array(z.string().min(1).max(64)).max(64).optional(),
  /** Words that `cao profile find` looks for. */
  tags: z
    .array(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ or -'))
    .max(32)
    .optional(),
  capabilities: z.array(z.string().min(1).max(128)).max(32).optional(),
});
export type ProfileFrontmatter = z.infer<typeof ProfileFrontmatter>;

/** A parsed profile. The body of the file is the system prompt. */
export const AgentProfile = ProfileFrontmatter.extend({
  name: z.string(),
  description: z.string(),
  system_prompt: z.string(),
});
export type AgentProfile = z.infer<typeof AgentProfile>;

export const ProfileRow = z.object({
  name: z.string(),
  description: z.string(),
  /** `built-in`, `local`, `installed`, `custom`, or a provider directory's label. */
  source: z.string(),
  /** The source that a launch loads, when it is another one than `source`: the person prefers their own files. */
  loads_from: z.string().optional(),
  /** Sources of the person's files by this name that no launch uses, since another copy comes first. */
  shadowed: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  capabilities: z.array(z.string()).optional(),
});
export type ProfileRow = z.infer<typeof ProfileRow>;
