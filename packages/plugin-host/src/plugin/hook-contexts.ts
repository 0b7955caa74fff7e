import type { HookContext } from '@cao/plugin-sdk';

/** Contexts of calls under way; each has a signal of its own, made when it is asked for. */
export interface HookContexts {
  open(): { readonly context: HookContext; close(): void; expire(): void };
  /** Aborts the signals of all that are open. */
  abortAll(): void;
}

export function createHookContexts(base: Omit<HookContext, 'signal'>): HookContexts {
  const open = new Set<AbortController>();
  let aborted = false;
  return {
    open() {
      let own: AbortController | undefined;
      const context: HookContext = Object.freeze({
        ...base,
        get signal() {
          if (own === undefined) {
            own = new AbortController();
            if (aborted) own.abort();
            else open.add(own);
          }
          return own.signal;
        },
      });
      const close = (): void => void (own && open.delete(own));
      return {
        context,
        close,
        expire() {
          close();
          own?.abort(new DOMException('the time of the hook is up', 'TimeoutError'));
        },
      };
    },
    abortAll() {
      aborted = true;
      for (const own of open) own.abort();
      open.clear();
    },
  };
}
