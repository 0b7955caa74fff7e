import { defineProvider } from '@cao/provider-sdk';
import { launchRequest, testProvider } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { plan } from '../templates/provider-command/src/plan.ts';
import { INHERIT_ENV, INSTALL_HINT, PROGRAM } from '../templates/provider-command/src/program.ts';
import { skip } from '../templates/provider-command/test/skipped.ts';
import { provider } from '../templates/provider/src/index.ts';

const root = new URL('../templates/provider', import.meta.url);

describe('the template', () => {
  testProvider(provider, { root });
});

describe('the template for a command', () => {
  const bare = { plan, binary: PROGRAM, installHint: INSTALL_HINT, inheritEnv: INHERIT_ENV };
  testProvider(defineProvider({ ...provider, ...bare }), { root, skip });

  it('starts the program as it is', () => {
    expect(plan(launchRequest()).argv).toEqual([launchRequest().executable]);
  });
});
