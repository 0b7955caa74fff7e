import { UNRESTRICTED } from '@cao/contracts';
import { refusedTools } from '../tools.ts';

/** Tools of OpenCode that have a permission of their own. */
const TOOLS = [
  'bash',
  'read',
  'edit',
  'write',
  'glob',
  'grep',
  'task',
  'question',
  'webfetch',
  'websearch',
  'codesearch',
  'todowrite',
  'skill',
] as const;

/** Not granted by any word: nobody sits in front of an agent that is to be asked. */
const NEVER: readonly string[] = ['question'];

/** `allow` or `deny` for each, never `ask`. */
export function permissionMap(allowedTools: readonly string[]): Readonly<Record<string, 'allow' | 'deny'>> {
  const { tools } = refusedTools(allowedTools, []);
  const isDenied = (tool: string): boolean => tools.includes('*') || tools.includes(tool) || NEVER.includes(tool);
  const free = allowedTools.includes(UNRESTRICTED);
  return Object.fromEntries(TOOLS.map((tool) => [tool, !free && isDenied(tool) ? 'deny' : 'allow']));
}
