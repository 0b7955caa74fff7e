import { CaoError, type MemoryScope } from '@cao/contracts';
import { scopeIdOf } from './names.ts';

/** A folder of the memory that holds the facts of one scope. */
export interface Place {
  readonly scope: MemoryScope;
  /** Null for `global`. */
  readonly scopeId: string | null;
  /** Below the memory's root, with `/`. */
  readonly folder: string;
}

/** Whose memories are meant: what is left out has no scope of that kind. */
export interface Caller {
  readonly project?: { readonly id: string; readonly aliases: readonly string[] } | undefined;
  readonly sessionName?: string | undefined;
  readonly agentProfile?: string | undefined;
}

/** Nearest first: how lists are ordered when no scope is named. */
export const SCOPE_ORDER: readonly MemoryScope[] = ['session', 'project', 'global', 'agent'];

/** Where a caller's facts of a scope lie, the place for writing first; empty when the caller has no such scope. */
export function placesOf(scope: MemoryScope, caller: Caller): readonly Place[] {
  switch (scope) {
    case 'global':
      return [placeOf('global', null)];
    case 'project':
      return [...new Set([caller.project?.id, ...(caller.project?.aliases ?? [])])].flatMap((id) =>
        id === undefined ? [] : [placeOf('project', id)],
      );
    case 'session':
      return caller.sessionName === undefined ? [] : [placeOf('session', scopeIdOf(caller.sessionName))];
    case 'agent':
      return caller.agentProfile === undefined ? [] : [placeOf('agent', scopeIdOf(caller.agentProfile))];
  }
}

export function placeOf(scope: 'global', scopeId: null): Place;
export function placeOf(scope: 'project' | 'session' | 'agent', scopeId: string): Place;
export function placeOf(scope: MemoryScope, scopeId: string | null): Place {
  if (scopeId !== null && !isFolderName(scopeId)) {
    throw new CaoError('invalid_input', `${JSON.stringify(scopeId.slice(0, 80))} cannot be the id of a ${scope}.`, {
      hint: 'An id is 1 to 200 letters, digits, dots, _ and -, not starting with a dot.',
    });
  }
  const inner = scope === 'session' || scope === 'agent' ? `${scope}/${scopeId}` : scope;
  return { scope, scopeId, folder: `${containerOf(scope, scopeId)}/wiki/${inner}` };
}

/** The folder with the list of what is in it: each project has its own, all else shares one. */
export function containerOf(scope: MemoryScope, scopeId: string | null): string {
  return scope === 'project' && scopeId !== null ? scopeId : 'global';
}

const FOLDER_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/** A name of one folder level: no separator, and no dot that leads anywhere. */
export function isFolderName(name: string): boolean {
  return FOLDER_NAME.test(name);
}
