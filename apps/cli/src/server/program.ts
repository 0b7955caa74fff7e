import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { caoError } from '@cao/client';

/** The `cao-server` script of the installed server package. */
export function serverScript(): string {
  return script(import.meta.resolve('@cao/server'), 'cao-server.js');
}

/** The `cao-mcp-server` script of the installed package. */
export function mcpServerScript(): string {
  return script(import.meta.resolve('@cao/mcp-server'), 'cao-mcp-server.js');
}

/** The `cao-ops-mcp-server` script of the installed package. */
export function opsMcpServerScript(): string {
  return script(import.meta.resolve('@cao/mcp-server'), 'cao-ops-mcp-server.js');
}

/** Programs lie in `bin` beside the folder of the package's entry. */
function script(entry: string, name: string): string {
  const file = fileURLToPath(new URL(`../bin/${name}`, entry));
  if (existsSync(file)) return file;
  throw caoError('internal', `CAO is not installed completely: ${file} is missing`);
}
